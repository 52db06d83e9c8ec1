package org.tombolo.sip.servlet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;

/**
 * The session timer of one dialog (RFC 4028). We ask the other party to refresh; when it leaves that to us all the same, we
 * do. Its methods belong on the session's executor.
 */
final class SessionExpiry {
    private static final String HEADER = "Session-Expires";
    private static final Pattern VALUE = Pattern.compile("\\s*(\\d{1,9})\\s*(?:;(.*))?");
    private static final int LEAST = 90;
    private static final int LONGEST = 86_400;

    private static final Duration BUSY = Duration.ofSeconds(2);

    private final ConvergedSession session;
    private final Dialog dialog;
    private Runnable stop = () -> {};
    private boolean refreshing;
    private int seconds;

    /** What is timed. */
    interface Dialog {
        /** Whether a re-INVITE is under way, so that there can be no other now. */
        boolean busy();

        /** Sends a re-INVITE that changes nothing, with these headers. */
        void refresh(List<Header> timer);

        /** Acknowledges the 2xx to it. */
        void acknowledge(SipServletResponse answer);

        /** Ends it: nobody has refreshed it in time, or it is gone. */
        void expired();
    }

    SessionExpiry(ConvergedSession session, Dialog dialog) {
        this.session = session;
        this.dialog = dialog;
    }

    /** What a session lasts, and whether the sender of the request refreshes it. */
    record Interval(int seconds, boolean byRequester) {
        static Optional<Interval> of(SipServletMessage message) {
            String value = message.getHeader(HEADER);
            Matcher matcher = VALUE.matcher(value == null ? "" : value);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            // RFC 4028 4: no interval is below 90 s
            int seconds = Math.min(Math.max(Integer.parseInt(matcher.group(1)), LEAST), LONGEST);
            String parameters = matcher.group(2) == null ? "" : matcher.group(2).toLowerCase(Locale.ROOT);
            return Optional.of(new Interval(seconds, parameters.contains("refresher=uac")));
        }

        // RFC 4028 10: the one who does not refresh ends it some time before.
        Duration end() {
            return Duration.ofSeconds(seconds - Math.min(32, seconds / 3));
        }
    }

    /** A 2xx to a request of ours: without an interval there is no timer (RFC 4028 7.2). */
    void answered(SipServletMessage response) {
        stop();
        Interval.of(response).ifPresent(i -> start(i, i.byRequester()));
    }

    /** A refresh of the other party, which gets a 2xx with these headers (RFC 4028 9). */
    List<Header> refreshed(SipServletMessage request) {
        Optional<Interval> interval = Interval.of(request);
        stop();
        if (interval.isEmpty()) {
            return List.of();
        }
        start(interval.get(), false);
        return List.of(
                new Header("Require", "timer"),
                new Header(HEADER, interval.get().seconds() + ";refresher=uac"));
    }

    private void start(Interval interval, boolean weRefresh) {
        seconds = interval.seconds();
        // RFC 4028 10: half of the interval is when to refresh
        stop = weRefresh
                ? session.schedule(Duration.ofSeconds(seconds / 2), this::refresh)
                : session.schedule(interval.end(), dialog::expired);
    }

    private void refresh() {
        if (dialog.busy()) {
            stop = session.schedule(BUSY, this::refresh);
            return;
        }
        refreshing = true;
        dialog.refresh(List.of(new Header("Supported", "timer"), new Header(HEADER, seconds + ";refresher=uac")));
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
        }
        return true;
    }

    void stop() {
        stop.run();
        stop = () -> {};
    }
}
