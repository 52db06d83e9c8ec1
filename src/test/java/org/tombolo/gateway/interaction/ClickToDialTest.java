package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interaction.CreateResult.Refusal;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.gateway.interaction.guard.NumberRules;
import org.tombolo.identity.Associations;
import org.tombolo.sip.DialogRecord;
import org.tombolo.trace.InMemoryTrace;

/** What is refused before anybody is called. */
class ClickToDialTest {
    private final Parties parties = new Parties();
    private final BrokenJournal journal = new BrokenJournal();

    @AfterEach
    void stop() {
        parties.close();
    }

    @Test
    void aCallThatIsNotStoredGetsItsFinalEventAndLeavesNothing() {
        CreateResult result = service(true).create(request());
        assertThat(result).isEqualTo(new CreateResult.Refused(Refusal.NOT_STORED));
        assertThat(parties.count()).isZero();
        assertThat(journal.events).hasSize(2);
        assertThat(journal.events.get(1).id()).isEqualTo(journal.events.get(0).id());
        assertThat(journal.events.get(1).reason()).contains(EndReason.OTHER);
        assertThat(journal.events.get(1).state()).isEqualTo(CallState.FAILED);
    }

    @Test
    void beforeSipIsReadyNothingIsTouched() {
        CreateResult result = service(false).create(request());
        assertThat(result).isEqualTo(new CreateResult.Refused(Refusal.NOT_READY));
        assertThat(parties.count()).isZero();
        assertThat(journal.events).isEmpty();
    }

    private ClickToDial service(boolean ready) {
        return new ClickToDial(
                () -> ready,
                parties,
                environment(),
                none(CallStore.class),
                none(Associations.class),
                new CallGuard(NumberRules.none(), CallGuard.Quotas.none(), (owner, since) -> 0L, Clock.systemUTC()),
                new MapMetrics());
    }

    private CallEnvironment environment() {
        return new CallEnvironment(
                parties,
                journal,
                InMemoryTrace.ofOrdinarySize(),
                Clock.systemUTC(),
                new Random(1),
                new CallEnvironment.Limits(Duration.ofSeconds(60), Duration.ofHours(4), 10),
                new CallEnvironment.Names("ims.localhost", "127.0.0.1"),
                listener -> Optional.empty(),
                NoRecordings.of(none(java.util.concurrent.ScheduledExecutorService.class), Clock.systemUTC()));
    }

    private static CallRequest request() {
        return new CallRequest(
                CallScene.ALICE, CallScene.BOB, Optional.empty(), false, Requester.client("demo", false));
    }

    /** A port that nobody may use. */
    private static <T> T none(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (p, method, args) -> {
            throw new AssertionError(method + " is not expected");
        }));
    }

    private static final class BrokenJournal implements CallJournal {
        final List<Call> events = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<Call> created(Call call, Optional<Sink> sink) {
            events.add(call);
            return CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
        }

        @Override
        public CompletableFuture<Call> changed(Call call) {
            events.add(call);
            return CompletableFuture.completedFuture(call);
        }

        @Override
        public CompletableFuture<Call> noted(Call call, CallNote note) {
            return changed(call);
        }

        @Override
        public void leg(CallId call, String name, DialogRecord dialog) {
            throw new AssertionError("nobody is called");
        }
    }
}
