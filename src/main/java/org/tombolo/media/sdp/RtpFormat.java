package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A format that one side of a call takes, whatever it is described in.
 *
 * @param payloadType 0 to 127
 * @param encoding name of the payload format, such as {@code opus}
 * @param clockRate ticks a second
 * @param channels 1 or more; always 2 for Opus (RFC 7587 7), always 1 for video
 * @param parameters as {@code a=fmtp} has them (RFC 8866 6.15), empty when there are none
 */
public record RtpFormat(int payloadType, String encoding, int clockRate, int channels, String parameters) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$&+\\-.^_{}|~']{1,64}");
    private static final Pattern PARAMETERS = Pattern.compile("[\\x20-\\x7E]{0,512}");
    private static final Pattern MAP = Pattern.compile("(\\d{1,3}) +([^ /]{1,64})/(\\d{1,7})(?:/(\\d{1,2}))?");

    /**
     * These stand beside a codec: without one they carry no sound and no picture. Of them only keys pass from one side to the other
     * (RFC 4733), not comfort noise, tones, redundancy, retransmission, error correction.
     */
    private static final Set<String> SUPPLEMENTS =
            Set.of("cn", "telephone-event", "tone", "red", "rtx", "ulpfec", "flexfec-03", "parityfec");

    public RtpFormat {
        if (payloadType < 0
                || payloadType > 127
                || !NAME.matcher(encoding).matches()
                || clockRate < 1
                || clockRate > 9_999_999
                || channels < 1
                || channels > 99
                || !PARAMETERS.matcher(parameters).matches()) {
            throw new IllegalArgumentException("no RTP format: " + payloadType + " " + encoding + "/" + clockRate);
        }
    }

    /** The static payload types that phones still use without saying what they are (RFC 3551 6). */
    public static Optional<RtpFormat> ofStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(new RtpFormat(0, "PCMU", 8000, 1, ""));
            case 3 -> Optional.of(new RtpFormat(3, "GSM", 8000, 1, ""));
            case 8 -> Optional.of(new RtpFormat(8, "PCMA", 8000, 1, ""));
            case 9 -> Optional.of(new RtpFormat(9, "G722", 8000, 1, ""));
            case 34 -> Optional.of(new RtpFormat(34, "H263", 90_000, 1, ""));
            default -> Optional.empty();
        };
    }

    /** The formats of a stream, in the order of its preference. */
    static List<RtpFormat> of(MediaDescription stream) {
        List<RtpFormat> formats = new ArrayList<>();
        for (String format : stream.formats()) {
            if (format.matches("\\d{1,3}")) {
                of(stream, Integer.parseInt(format)).ifPresent(formats::add);
            }
        }
        return List.copyOf(formats);
    }

    private static Optional<RtpFormat> of(MediaDescription stream, int payloadType) {
        String parameters = stream.formatParameters(payloadType);
        return stream.values("rtpmap").stream()
                .map(MAP::matcher)
                .filter(map -> map.matches() && map.group(1).equals(String.valueOf(payloadType)))
                .findFirst()
                .flatMap(map -> of(map, payloadType, parameters))
                .or(() -> ofStatic(payloadType).map(format -> format.with(parameters)));
    }

    private static Optional<RtpFormat> of(Matcher map, int payloadType, String parameters) {
        int channels = map.group(4) == null ? 1 : Integer.parseInt(map.group(4));
        try {
            return Optional.of(
                    new RtpFormat(payloadType, map.group(2), Integer.parseInt(map.group(3)), channels, parameters));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it carries sound or pictures by itself. */
    public boolean isCodec() {
        return !SUPPLEMENTS.contains(encoding.toLowerCase(Locale.ROOT));
    }

    /** Whether it carries pressed keys (RFC 4733 2). */
    public boolean isKeys() {
        return is("telephone-event");
    }

    /**
     * The keys among formats that can stand beside a codec: RFC 4733 2.1 gives both one source, numbers and clock, so that the rate
     * is that of the codec.
     */
    public static Optional<RtpFormat> keysBeside(RtpFormat codec, List<RtpFormat> formats) {
        return formats.stream()
                .filter(format -> format.isKeys() && format.clockRate() == codec.clockRate())
                .findFirst();
    }

    /** Whether packets of the one can be sent on as packets of the other (RFC 3264 6.1), whatever their numbers are. */
    public boolean isSameAs(RtpFormat other) {
        return encoding.equalsIgnoreCase(other.encoding)
                && clockRate == other.clockRate
                && channels == other.channels
                && (!is("H264") || H264Format.fit(parameters, other.parameters))
                && (!isAmr() || isOctetAligned() == other.isOctetAligned());
    }

    /** Whether it is AMR or AMR-WB. */
    public boolean isAmr() {
        return is("AMR") || is("AMR-WB");
    }

    /** Whether frames of AMR begin at octets (RFC 4867 4.4), which both sides must do alike (8.3.1) and frame checks imply (8.1). */
    public boolean isOctetAligned() {
        return parameter("octet-align").orElse("0").equals("1") || hasFrameChecks();
    }

    /** Whether each frame of AMR has a check of its own (RFC 4867 4.4.2.1). */
    public boolean hasFrameChecks() {
        return parameter("crc").orElse("0").equals("1");
    }

    /** A parameter of the format; its name in lower case. */
    public Optional<String> parameter(String name) {
        return new FormatParameters(parameters).value(name);
    }

    /** Whether it is an encoding of that name. */
    public boolean is(String name) {
        return encoding.equalsIgnoreCase(name);
    }

    /** Whether it is H.264 of Constrained Baseline, which every decoder of H.264 takes. */
    public boolean isConstrainedBaseline() {
        return is("H264")
                && H264Profile.parse(H264Format.profileLevelId(parameters))
                        .filter(profile -> profile.kind() == H264Profile.Kind.CONSTRAINED_BASELINE)
                        .isPresent();
    }

    /** What a decoder of this H.264 takes at most; empty for other codecs. */
    public Optional<H264Level> level() {
        return H264Level.of(this);
    }

    /** The same under the number that somebody else has given it. */
    public RtpFormat numbered(int otherType) {
        return new RtpFormat(otherType, encoding, clockRate, channels, parameters);
    }

    private RtpFormat with(String newParameters) {
        return new RtpFormat(payloadType, encoding, clockRate, channels, newParameters);
    }

    List<Attribute> attributes() {
        String rate = encoding + "/" + clockRate + (channels > 1 ? "/" + channels : "");
        Attribute map = new Attribute("rtpmap", payloadType + " " + rate);
        return parameters.isEmpty()
                ? List.of(map)
                : List.of(map, new Attribute("fmtp", payloadType + " " + parameters));
    }
}
