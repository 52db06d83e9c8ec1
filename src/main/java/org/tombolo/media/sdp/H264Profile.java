package org.tombolo.media.sdp;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code profile-level-id} says (RFC 6184 8.1), which is also what a sequence parameter set begins with.
 *
 * @param kind the sub-profile
 * @param level level_idc: ten times the level
 */
public record H264Profile(Kind kind, int level) {
    /** RFC 6184 8.1: what is meant when nothing is said: Baseline, level 1. */
    static final H264Profile DEFAULT = new H264Profile(Kind.BASELINE, 10);

    private static final Pattern SYNTAX = Pattern.compile("[0-9A-Fa-f]{6}");

    /** Sub-profiles (RFC 6184 table 5), as far as browsers have a decoder for them. */
    public enum Kind {
        CONSTRAINED_BASELINE,
        BASELINE,
        MAIN,
        CONSTRAINED_HIGH,
        HIGH,
        /** High 4:4:4 Predictive, whose decoders take High too (H.264 A.2.7). */
        HIGH_444;

        /** How well a decoder of this sub-profile suits a stream of another: 0 is exactly, negative is not at all. */
        int distanceTo(Kind stream) {
            if (this == stream) {
                return 0;
            }
            return switch (stream) {
                case CONSTRAINED_BASELINE -> 1 + ordinal(); // every decoder has its tools (H.264 A.2.1.1)
                // No encoder of a phone uses what Baseline has beyond: FMO, ASO, redundant slices.
                case BASELINE -> 1 + ordinal();
                case MAIN, CONSTRAINED_HIGH, HIGH -> this == HIGH || this == HIGH_444 ? ordinal() : -1;
                case HIGH_444 -> -1;
            };
        }
    }

    static Optional<H264Profile> parse(String profileLevelId) {
        if (profileLevelId.isEmpty()) {
            return Optional.of(DEFAULT);
        }
        return SYNTAX.matcher(profileLevelId).matches()
                ? of(HexFormat.of().parseHex(profileLevelId), 0)
                : Optional.empty();
    }

    /** That of a stream, by its sequence parameter set, NAL header included. */
    public static Optional<H264Profile> ofSequenceSet(byte[] nal) {
        return nal.length < 4 ? Optional.empty() : of(nal, 1);
    }

    private static Optional<H264Profile> of(byte[] octets, int at) {
        int constraints = octets[at + 1];
        int level = octets[at + 2] & 0xFF;
        Kind kind = switch (octets[at]) {
            case 66 -> (constraints & 0x40) != 0 ? Kind.CONSTRAINED_BASELINE : Kind.BASELINE;
            case 77 -> (constraints & 0x80) != 0 ? Kind.CONSTRAINED_BASELINE : Kind.MAIN;
            case 100 -> (constraints & 0x0C) == 0x0C ? Kind.CONSTRAINED_HIGH : Kind.HIGH;
            case (byte) 244 -> Kind.HIGH_444;
            default -> null;
        };
        return Optional.ofNullable(kind).map(k -> new H264Profile(k, level));
    }

    /** How well a decoder for this suits a stream: the smaller the better; negative when it cannot show it. */
    int distanceTo(H264Profile stream) {
        // RFC 6184 8.1: the level says the most that the writer can receive.
        return stream.level > level ? -1 : kind.distanceTo(stream.kind);
    }
}
