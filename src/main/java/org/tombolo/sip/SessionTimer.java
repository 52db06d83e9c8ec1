package org.tombolo.sip;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a session lasts unless it is refreshed (RFC 4028 4).
 *
 * @param seconds as the header says, which may be too few
 * @param refresher who refreshes it, when that is said
 */
public record SessionTimer(int seconds, Optional<Refresher> refresher) {
    /** RFC 4028 4: no session may be shorter. */
    public static final int LEAST_SECONDS = 90;

    public static final String HEADER = "Session-Expires";

    private static final String LEAST_HEADER = "Min-SE";
    private static final int LONGEST_SECONDS = 86_400;
    private static final Pattern VALUE = Pattern.compile("\\s*(\\d{1,9})\\s*(?:;(.*))?");
    private static final Pattern REFRESHER = Pattern.compile("(?i).*refresher\\s*=\\s*(uac|uas).*");

    /** One side of a request: who sent it, and who got it. */
    public enum Refresher {
        UAC,
        UAS
    }

    /** Reads the header; empty when it is no such thing. */
    public static Optional<SessionTimer> parse(String value) {
        Matcher matcher = VALUE.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int seconds = Math.min(Integer.parseInt(matcher.group(1)), LONGEST_SECONDS);
        Matcher refresher =
                REFRESHER.matcher(Optional.ofNullable(matcher.group(2)).orElse(""));
        return Optional.of(new SessionTimer(
                seconds,
                refresher.matches()
                        ? Optional.of(Refresher.valueOf(refresher.group(1).toUpperCase(java.util.Locale.ROOT)))
                        : Optional.empty()));
    }

    /** RFC 4028 9: who keeps session timers and wants a shorter session than may be is told the least; another cannot be. */
    public static Optional<SipReply> refusal(SipRequest request) {
        return request.header(HEADER)
                .flatMap(SessionTimer::parse)
                .filter(timer -> timer.seconds < LEAST_SECONDS && isKeptBy(request))
                .map(timer -> SipReply.of(422).with(least()));
    }

    /** Whether the sender of a request keeps session timers. */
    public static boolean isKeptBy(SipRequest request) {
        return supports(request, "timer");
    }

    private static boolean supports(SipRequest request, String option) {
        return request.headers("Supported").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(tag -> tag.trim().equalsIgnoreCase(option));
    }

    private static Header least() {
        return new Header(LEAST_HEADER, Integer.toString(LEAST_SECONDS));
    }

    /**
     * What the 2xx to a request says of it (RFC 4028 9, table 2): the sender's choice stands; without one the sender refreshes,
     * when it can.
     *
     * @param kept whether the sender keeps session timers
     */
    public SessionTimer agreed(boolean kept) {
        Refresher chosen = kept ? refresher.orElse(Refresher.UAC) : Refresher.UAS;
        return new SessionTimer(Math.max(seconds, LEAST_SECONDS), Optional.of(chosen));
    }

    /** The header. */
    public Header header() {
        String who = refresher
                .map(r -> ";refresher=" + r.name().toLowerCase(java.util.Locale.ROOT))
                .orElse("");
        return new Header(HEADER, seconds + who);
    }
}
