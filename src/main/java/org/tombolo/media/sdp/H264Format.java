package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One H.264 payload type of an offer (RFC 6184 8.1).
 *
 * @param map what the offerer calls it
 * @param profileLevelId six hexadecimal digits as offered, empty when not given
 * @param packetizationMode 0 or 1
 * @param parameterSets NAL units of {@code sprop-parameter-sets}
 */
public record H264Format(RtpMap map, String profileLevelId, int packetizationMode, List<byte[]> parameterSets)
        implements VideoFormat {

    /** Reads a payload type; empty when it is not H.264, or interleaved. */
    static Optional<H264Format> of(RtpMap map, String parameters) {
        if (!map.is("H264") || map.clockRate() != 90_000) {
            return Optional.empty();
        }
        String mode = parameter(parameters, "packetization-mode").orElse("0");
        String profile = parameter(parameters, "profile-level-id").orElse("");
        if (!mode.matches("[01]")) {
            return Optional.empty();
        }
        List<byte[]> sets = sets(parameter(parameters, "sprop-parameter-sets").orElse(""));
        return Optional.of(new H264Format(map, profile, Integer.parseInt(mode), sets));
    }

    /** Baseline, Main and High: what browsers decode. */
    boolean isPlayable() {
        return profileLevelId.isEmpty() || profileLevelId.matches("(?i)(42|4D|64)[0-9A-F]{4}");
    }

    /**
     * Whether what the one encodes the other can take unchanged: RFC 6184 8.2.2 makes packetization mode and profile the same
     * in both directions; the level may differ.
     */
    static boolean fit(String parameters, String others) {
        return parameter(parameters, "packetization-mode")
                        .orElse("0")
                        .equals(parameter(others, "packetization-mode").orElse("0"))
                && profile(parameters).isPresent()
                && profile(parameters).equals(profile(others));
    }

    /** Constrained Baseline and Baseline are one here: nobody uses what they differ in. */
    private static Optional<H264Profile.Kind> profile(String parameters) {
        return H264Profile.parse(profileLevelId(parameters))
                .map(H264Profile::kind)
                .map(kind -> kind == H264Profile.Kind.BASELINE ? H264Profile.Kind.CONSTRAINED_BASELINE : kind);
    }

    /** Empty when it is not said. */
    static String profileLevelId(String parameters) {
        return parameter(parameters, "profile-level-id").orElse("");
    }

    private static Optional<String> parameter(String parameters, String name) {
        return new FormatParameters(parameters).value(name);
    }

    private static List<byte[]> sets(String text) {
        List<byte[]> sets = new ArrayList<>();
        for (String set : text.split(",", -1)) {
            try {
                byte[] nal = Base64.getDecoder().decode(set.trim());
                if (nal.length > 0) {
                    sets.add(nal);
                }
            } catch (IllegalArgumentException e) {
                // Not Base64: the sets will come in the band, or the share stays without a picture.
            }
        }
        return sets;
    }

    /** What RFC 6184 8.2.2 makes symmetric, as offered. */
    @Override
    public String answered() {
        String profile = profileLevelId.isEmpty() ? "" : "profile-level-id=" + profileLevelId;
        String mode = packetizationMode == 0 ? "" : "packetization-mode=1";
        return profile + (profile.isEmpty() || mode.isEmpty() ? "" : ";") + mode;
    }

    /** Mode 1 before mode 0, since it is what phones send best. */
    @Override
    public int rank() {
        return 2 + packetizationMode;
    }
}
