package org.tombolo.web.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.web.Open;
import org.tombolo.web.health.Health.State;
import org.tombolo.web.health.Health.Status;

/**
 * {@code /health/live} and {@code /health/ready}. Ready is 200 unless a dependency is down; {@code degraded} is still
 * ready, so that a load balancer does not take away a gateway that keeps messages while the XMPP server is down. Anybody
 * may ask, so the dependencies are asked once a second at most.
 */
@Path("health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private static final Logger LOG = LoggerFactory.getLogger(HealthResource.class);
    private static final int SECONDS = 2;
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Health.Check> checks;
    private final Executor executor;
    private final LongSupplier nanos;
    private Optional<Answer> last = Optional.empty();

    private record Answer(long at, Ready ready) {}

    /** @param executor runs the checks, all at once */
    public HealthResource(List<Health.Check> checks, Executor executor) {
        this(checks, executor, System::nanoTime);
    }

    /** @param nanos a time that only grows */
    HealthResource(List<Health.Check> checks, Executor executor, LongSupplier nanos) {
        this.checks = List.copyOf(checks);
        this.executor = executor;
        this.nanos = nanos;
    }

    @GET
    @Path("live")
    @Open
    public Map<String, String> live() {
        return Map.of("status", Status.UP.text());
    }

    @GET
    @Path("ready")
    @Open
    public Response ready() {
        Ready ready = answer();
        return Response.status(ready.status().equals(Status.DOWN.text()) ? 503 : 200)
                .entity(ready)
                .build();
    }

    /** Who comes while the dependencies are asked waits for that answer. */
    synchronized Ready answer() {
        Optional<Answer> fresh = last.filter(a -> nanos.getAsLong() - a.at < REMEMBERED_NANOS);
        if (fresh.isPresent()) {
            return fresh.get().ready;
        }
        Ready ready = ask();
        last = Optional.of(new Answer(nanos.getAsLong(), ready));
        return ready;
    }

    private Ready ask() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        Map<String, CompletableFuture<State>> asked = new LinkedHashMap<>();
        checks.forEach(check -> asked.put(check.name(), CompletableFuture.supplyAsync(() -> stateOf(check), executor)));
        Map<String, State> states = new LinkedHashMap<>();
        asked.forEach((name, state) -> states.put(name, await(state, deadline)));
        return Ready.of(overall(states.values()), states);
    }

    private static Status overall(Collection<State> states) {
        List<Status> all = states.stream().map(State::status).toList();
        if (all.contains(Status.DOWN)) {
            return Status.DOWN;
        }
        return all.contains(Status.DEGRADED) ? Status.DEGRADED : Status.UP;
    }

    private static State await(CompletableFuture<State> state, long deadline) {
        try {
            return state.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return State.down("no answer within " + SECONDS + " s");
        } catch (ExecutionException e) {
            return State.down("the check failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return State.down("we are stopping");
        }
    }

    private static State stateOf(Health.Check check) {
        try {
            return check.state().call();
        } catch (Exception e) {
            LOG.warn("health check {} failed", check.name(), e);
            return State.down("the check failed, see the log");
        }
    }

    /** The answer. */
    record Ready(String status, Map<String, View> checks) {
        static Ready of(Status status, Map<String, State> states) {
            Map<String, View> views = new LinkedHashMap<>();
            states.forEach((name, state) -> views.put(name, View.of(state)));
            return new Ready(status.text(), views);
        }
    }

    /** One dependency in the API's words. */
    record View(String status, String detail) {
        static View of(State state) {
            return new View(state.status().text(), state.detail());
        }
    }
}
