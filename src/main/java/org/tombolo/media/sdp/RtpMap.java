package org.tombolo.media.sdp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a payload type stands for (RFC 8866 6.6).
 *
 * @param payloadType 0 to 127
 * @param encoding name of the payload format
 * @param clockRate ticks a second
 * @param channels of sound; 1 when nothing is said
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,3}) +([^ /]{1,64})/(\\d{1,7})(?:/(\\d{1,3}))?");

    static Optional<RtpMap> parse(String value) {
        Matcher matcher = SYNTAX.matcher(value);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > 127) {
            return Optional.empty();
        }
        int channels = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        return Optional.of(new RtpMap(
                Integer.parseInt(matcher.group(1)), matcher.group(2), Integer.parseInt(matcher.group(3)), channels));
    }

    /** The static payload types that we know (RFC 3551 6). */
    static Optional<RtpMap> ofStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(new RtpMap(0, "PCMU", 8000, 1));
            case 8 -> Optional.of(new RtpMap(8, "PCMA", 8000, 1));
            case 34 -> Optional.of(new RtpMap(34, "H263", 90_000, 1));
            default -> Optional.empty();
        };
    }

    boolean is(String name) {
        return encoding.equalsIgnoreCase(name);
    }

    /** Encoding and clock rate, as {@code a=rtpmap} has them after the payload type. */
    public String text() {
        // RFC 7587 7: Opus is always written with two channels.
        return encoding + "/" + clockRate + (is("opus") ? "/2" : "");
    }

    Attribute attribute() {
        return new Attribute("rtpmap", payloadType + " " + text());
    }
}
