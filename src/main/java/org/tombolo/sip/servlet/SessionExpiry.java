package org.tombolo.sip.servlet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.SessionTimer;
import org.tombolo.sip.SessionTimer.Refresher;
import org.tombolo.sip.SipRequest;

/**
 * The session timer of one dialog (RFC 4028). In calls of ours we ask the other party to refresh; when it leaves that to us, or
 * asks for it in a call of its own, we do. Its methods belong on the session's executor.
 */
final class SessionExpiry {
    private static final String MIN_SE = "Min-SE";
    private static final int REQUEST_PENDING = 491;
    private static final int TOO_SMALL = 422;

    private static final Duration BUSY = Duration.ofSeconds(2);
    /** RFC 3261 14.1: within 2.1 to 4 s for who owns the Call-ID, and after 0 to 2 s for the other; this suits both. */
    private static final Duration GLARE = Duration.ofMillis(2500);
    /** What is left of the session when we begin to refresh it is shared by so many tries. */
    private static final int TRIES = 10;

    private final ConvergedSession session;
    private final Dialog dialog;
    private Runnable stop = () -> {};
    private boolean refreshing;
    private int seconds;
    private int least;
    private int tries;

    /** What is timed. */
    interface Dialog {
        /** Whether a re-INVITE is under way, so that there can be no other now. */
        boolean busy();

        /** Sends a request that changes nothing, with these headers. */
        void refresh(List<Header> timer);

        /** Acknowledges the 2xx to it, when it was a re-INVITE. */
        void acknowledge(SipServletResponse answer);

        /** Ends it: nobody has refreshed it in time, or it is gone. */
        void expired();
    }

    SessionExpiry(ConvergedSession session, Dialog dialog) {
        this.session = session;
        this.dialog = dialog;
    }

    /** A 2xx to a request of ours: without an interval there is no timer (RFC 4028 7.2). */
    void answered(SipServletMessage response) {
        stop();
        timer(response.getHeader(SessionTimer.HEADER))
                .ifPresent(timer -> start(timer.seconds(), timer.refresher().equals(Optional.of(Refresher.UAC))));
    }

    private static Optional<SessionTimer> timer(String header) {
        return Optional.ofNullable(header)
                .flatMap(SessionTimer::parse)
                .map(timer ->
                        new SessionTimer(Math.max(timer.seconds(), SessionTimer.LEAST_SECONDS), timer.refresher()));
    }

    /** A request of the other party's that makes or refreshes the session gets a 2xx with these headers (RFC 4028 9). */
    List<Header> accepted(SipRequest request) {
        stop();
        Optional<SessionTimer> asked = request.header(SessionTimer.HEADER).flatMap(SessionTimer::parse);
        if (asked.isEmpty()) {
            return List.of();
        }
        boolean kept = SessionTimer.isKeptBy(request);
        SessionTimer agreed = asked.get().agreed(kept);
        start(agreed.seconds(), agreed.refresher().equals(Optional.of(Refresher.UAS)));
        return kept ? List.of(new Header("Require", "timer"), agreed.header()) : List.of(agreed.header());
    }

    private void start(int newSeconds, boolean weRefresh) {
        seconds = newSeconds;
        tries = 0;
        // RFC 4028 10: half of the interval is when to refresh; the one who does not ends the session some time before.
        stop = weRefresh
                ? session.schedule(Duration.ofSeconds(seconds / 2), this::refresh)
                : session.schedule(Duration.ofSeconds(seconds - Math.min(32, seconds / 3)), dialog::expired);
    }

    private void refresh() {
        if (dialog.busy()) {
            stop = session.schedule(BUSY, this::refresh);
            return;
        }
        refreshing = true;
        List<Header> headers = new ArrayList<>(List.of(
                new Header("Supported", "timer"), new SessionTimer(seconds, Optional.of(Refresher.UAC)).header()));
        if (least > 0) {
            headers.add(new Header(MIN_SE, Integer.toString(least))); // RFC 4028 7.3
        }
        dialog.refresh(headers);
    }

    /** Whether a refresh of ours waits for its response. */
    boolean refreshing() {
        return refreshing;
    }

    /** Takes the response to a refresh of ours; false when it is none. */
    boolean takes(SipServletResponse response) {
        if (!refreshing) {
            return false;
        }
        int status = response.getStatus();
        refreshing = status < 200;
        if (status / 100 == 2) {
            dialog.acknowledge(response);
            answered(response);
        } else if (status == 408 || status == 481) {
            dialog.expired(); // RFC 4028 10
        } else if (status >= 300) {
            again(response);
        }
        return true;
    }

    /** RFC 4028 10: one that is refused leaves the session as it is until its time is over. */
    private void again(SipServletResponse response) {
        tries++;
        if (tries >= TRIES) {
            dialog.expired();
            return;
        }
        if (response.getStatus() == TOO_SMALL) {
            least = timer(response.getHeader(MIN_SE)).map(SessionTimer::seconds).orElse(0);
            seconds = Math.max(seconds, least);
        }
        Duration wait = response.getStatus() == REQUEST_PENDING
                ? GLARE
                : Duration.ofSeconds(seconds / 2).dividedBy(TRIES);
        stop = session.schedule(wait, this::refresh);
    }

    void stop() {
        stop.run();
        stop = () -> {};
    }
}
