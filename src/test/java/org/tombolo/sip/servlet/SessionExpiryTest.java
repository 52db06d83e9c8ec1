package org.tombolo.sip.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.Test;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.SessionId;

/** RFC 4028 7, 9, 10: both refreshers, with time that the test moves. */
class SessionExpiryTest {
    private final List<Duration> delays = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private Runnable next = () -> {};
    private boolean busy;
    private final SessionExpiry expiry = new SessionExpiry(new Timers(), new Dialog());

    /** Keeps what was scheduled last. */
    private final class Timers implements ConvergedSession {
        @Override
        public SessionId id() {
            return new SessionId("session");
        }

        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public Runnable schedule(Duration delay, Runnable work) {
            delays.add(delay);
            next = work;
            return () -> next = () -> {};
        }

        @Override
        public void attach(Object state) {}

        @Override
        public <T> Optional<T> attached(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public void end() {}
    }

    private final class Dialog implements SessionExpiry.Dialog {
        @Override
        public boolean busy() {
            return busy;
        }

        @Override
        public void refresh(List<Header> timer) {
            done.add("refresh "
                    + timer.stream().map(h -> h.name() + ": " + h.value()).toList());
        }

        @Override
        public void acknowledge(SipServletResponse answer) {
            done.add("acknowledge");
        }

        @Override
        public void expired() {
            done.add("expired");
        }
    }

    private static SipServletResponse response(int status, Map<String, String> headers) {
        return (SipServletResponse) Proxy.newProxyInstance(
                SipServletResponse.class.getClassLoader(),
                new Class<?>[] {SipServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getStatus" -> status;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private static SipRequest request(Map<String, String> headers) {
        return (SipRequest) Proxy.newProxyInstance(
                SipRequest.class.getClassLoader(),
                new Class<?>[] {SipRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "header" -> Optional.ofNullable(headers.get((String) arguments[0]));
                    case "headers" ->
                        Optional.ofNullable(headers.get((String) arguments[0])).stream()
                                .toList();
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private Duration last() {
        return delays.get(delays.size() - 1);
    }

    @Test
    void theOtherPartyRefreshesOrTheSessionEnds() {
        List<Header> headers =
                expiry.accepted(request(Map.of("Supported", "timer", "Session-Expires", "1800;refresher=uac")));
        assertThat(headers)
                .containsExactly(new Header("Require", "timer"), new Header("Session-Expires", "1800;refresher=uac"));
        assertThat(last()).isEqualTo(Duration.ofSeconds(1800 - 32));
        next.run();
        assertThat(done).containsExactly("expired");
    }

    @Test
    void weRefreshAtHalfOfTheTimeAndAgainAfterEachAnswer() {
        expiry.accepted(request(Map.of("Supported", "timer", "Session-Expires", "90;refresher=uas")));
        assertThat(last()).isEqualTo(Duration.ofSeconds(45));
        next.run();
        assertThat(done).containsExactly("refresh [Supported: timer, Session-Expires: 90;refresher=uac]");
        assertThat(expiry.refreshing()).isTrue();
        assertThat(expiry.takes(response(200, Map.of("Session-Expires", "120;refresher=uac"))))
                .isTrue();
        assertThat(done).last().isEqualTo("acknowledge");
        assertThat(last()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void whoKeepsNoTimersIsRefreshedByUs() {
        assertThat(expiry.accepted(request(Map.of("Session-Expires", "1800"))))
                .containsExactly(new Header("Session-Expires", "1800;refresher=uas"));
        assertThat(last()).isEqualTo(Duration.ofSeconds(900));
    }

    @Test
    void aRefreshThatCrossesAnOfferIsTriedAgain() {
        expiry.answered(response(200, Map.of("Session-Expires", "90;refresher=uac")));
        next.run();
        expiry.takes(response(491, Map.of()));
        assertThat(last()).isBetween(Duration.ofMillis(2100), Duration.ofSeconds(4));
        next.run();
        assertThat(done).hasSize(2).allMatch(step -> step.startsWith("refresh"));
    }

    @Test
    void aRefreshThatWantsLongerSessionsGetsThem() {
        expiry.answered(response(200, Map.of("Session-Expires", "90;refresher=uac")));
        next.run();
        expiry.takes(response(422, Map.of("Min-SE", "600")));
        next.run();
        assertThat(done).last().asString().contains("Session-Expires: 600", "Min-SE: 600");
    }

    @Test
    void refreshesThatAreRefusedEndTheSessionWhenItsTimeIsOver() {
        expiry.answered(response(200, Map.of("Session-Expires", "90;refresher=uac")));
        Duration waited = Duration.ZERO;
        while (!done.contains("expired")) {
            next.run();
            expiry.takes(response(500, Map.of()));
            waited = waited.plus(last());
        }
        assertThat(waited).isLessThanOrEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aDialogThatIsGoneEnds() {
        expiry.answered(response(200, Map.of("Session-Expires", "90;refresher=uac")));
        next.run();
        expiry.takes(response(481, Map.of()));
        assertThat(done).last().isEqualTo("expired");
    }

    @Test
    void aRefreshWaitsWhileAnOfferIsUnderWay() {
        expiry.answered(response(200, Map.of("Session-Expires", "90;refresher=uac")));
        busy = true;
        next.run();
        assertThat(done).isEmpty();
        busy = false;
        next.run();
        assertThat(done).hasSize(1);
    }

    @Test
    void withoutAnIntervalThereIsNoTimer() {
        assertThat(expiry.accepted(request(Map.of("Supported", "timer")))).isEmpty();
        expiry.answered(response(200, Map.of()));
        assertThat(delays).isEmpty();
    }
}
