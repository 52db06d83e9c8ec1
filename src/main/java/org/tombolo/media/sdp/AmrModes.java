package org.tombolo.media.sdp;

import java.util.Arrays;

/** The bit rates of AMR and AMR-WB by their modes (RFC 4867 8.1 {@code mode-set}). */
public final class AmrModes {
    private static final int[] NARROW = {4750, 5150, 5900, 6700, 7400, 7950, 10_200, 12_200};
    private static final int[] WIDE = {6600, 8850, 12_650, 14_250, 15_850, 18_250, 19_850, 23_050, 23_850};
    /** Networks carry no more as a rule (IR.92 3.2.2.1). */
    private static final int BEST_WIDE = 12_650;

    private AmrModes() {}

    /** Bits a second of the best mode that a format takes and that we use; any when none is said to be taken. */
    public static int best(RtpFormat format) {
        int[] rates = format.is("AMR-WB") ? WIDE : NARROW;
        int usual = format.is("AMR-WB") ? BEST_WIDE : NARROW[NARROW.length - 1];
        return format.parameter("mode-set")
                .map(set -> rates(set, rates))
                .filter(taken -> taken.length > 0)
                .map(taken -> Arrays.stream(taken)
                        .filter(rate -> rate <= usual)
                        .max()
                        .orElseGet(() -> Arrays.stream(taken).min().orElseThrow()))
                .orElse(usual);
    }

    private static int[] rates(String set, int[] rates) {
        return Arrays.stream(set.split(","))
                .map(String::trim)
                .filter(mode -> mode.matches("\\d"))
                .mapToInt(Integer::parseInt)
                .filter(mode -> mode < rates.length)
                .map(mode -> rates[mode])
                .toArray();
    }
}
