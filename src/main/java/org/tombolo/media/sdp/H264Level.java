package org.tombolo.media.sdp;

import java.util.Optional;

/**
 * What the level of a decoder lets it take (H.264 table A-1), for who has to make pictures for it.
 *
 * @param macroblocks most of a picture, of 16 by 16 pixels each
 * @param perSecond most macroblocks in a second
 * @param kilobits most kb/s
 */
public record H264Level(int macroblocks, int perSecond, int kilobits) {
    /** IR.74 4.2: level 1b, told as level 1.1 with constraint_set3 (H.264 A.3.1), or as 9. */
    private static final H264Level LEVEL_1B = new H264Level(99, 1485, 128);

    /** That of a format's parameters (RFC 6184 8.1); level 1 when they say nothing. */
    static Optional<H264Level> of(RtpFormat format) {
        if (!format.is("H264")) {
            return Optional.empty();
        }
        String id = H264Format.profileLevelId(format.parameters());
        boolean baseline = id.matches("(?i)42[0-9A-F]{4}");
        boolean b = baseline && (Integer.parseInt(id.substring(2, 4), 16) & 0x10) != 0;
        return H264Profile.parse(id).map(profile -> b && profile.level() == 11 ? LEVEL_1B : of(profile.level()));
    }

    private static H264Level of(int level) {
        return switch (level) {
            case 9 -> LEVEL_1B;
            case 10 -> new H264Level(99, 1485, 64);
            case 11 -> new H264Level(396, 3000, 192);
            case 12 -> new H264Level(396, 6000, 384);
            case 13 -> new H264Level(396, 11_880, 768);
            case 20 -> new H264Level(396, 11_880, 2000);
            case 21 -> new H264Level(792, 19_800, 4000);
            case 22 -> new H264Level(1620, 20_250, 4000);
            case 30 -> new H264Level(1620, 40_500, 10_000);
            default -> level < 10 ? LEVEL_1B : new H264Level(3600, 108_000, 14_000);
        };
    }
}
