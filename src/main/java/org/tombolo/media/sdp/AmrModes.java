package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The modes of AMR or AMR-WB that a receiver takes (RFC 4867 8.1), each known by its frame type.
 *
 * @param rates bits a second of all modes of the codec
 * @param taken those that are taken, lowest first; never empty
 * @param byNeighbours whether the mode changes to the next higher or lower one only ({@code mode-change-neighbor})
 */
public record AmrModes(List<Integer> rates, List<Integer> taken, boolean byNeighbours) {
    private static final List<Integer> NARROW = List.of(4750, 5150, 5900, 6700, 7400, 7950, 10_200, 12_200);
    private static final List<Integer> WIDE =
            List.of(6600, 8850, 12_650, 14_250, 15_850, 18_250, 19_850, 23_050, 23_850);
    /** Networks carry no more as a rule (IR.92 3.2.2.1). */
    private static final int BEST_WIDE = 2;

    public AmrModes {
        rates = List.copyOf(rates);
        taken = List.copyOf(taken);
        if (taken.isEmpty() || taken.stream().anyMatch(mode -> mode < 0 || mode >= WIDE.size())) {
            throw new IllegalArgumentException("no modes of AMR: " + taken);
        }
    }

    /** What a format of AMR or AMR-WB says; all modes when it says none. */
    public static AmrModes of(RtpFormat format) {
        List<Integer> rates = format.is("AMR-WB") ? WIDE : NARROW;
        List<Integer> taken = format.parameter("mode-set")
                .map(set -> modes(set, rates.size()))
                .filter(modes -> !modes.isEmpty())
                .orElseGet(() -> all(rates.size()));
        boolean neighbours =
                format.parameter("mode-change-neighbor").orElse("0").equals("1");
        return new AmrModes(rates, taken, neighbours);
    }

    private static List<Integer> modes(String set, int size) {
        return Arrays.stream(set.split(","))
                .map(String::trim)
                .filter(mode -> mode.matches("\\d"))
                .map(Integer::valueOf)
                .filter(mode -> mode < size)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Integer> all(int size) {
        List<Integer> modes = new ArrayList<>();
        for (int mode = 0; mode < size; mode++) {
            modes.add(mode);
        }
        return modes;
    }

    /** The best one that we use unasked; the lowest when all are beyond that. */
    public int best() {
        int usual = rates.equals(WIDE) ? BEST_WIDE : NARROW.size() - 1;
        return taken.stream().filter(mode -> mode <= usual).reduce((a, b) -> b).orElse(taken.get(0));
    }

    /** Bits a second of a mode that is taken. */
    public int rate(int mode) {
        return rates.get(mode);
    }

    /**
     * The mode that a codec mode request asks for; empty for one to be ignored.
     *
     * @param request 0 to 15, as packets have it
     */
    public Optional<Integer> asked(int request) {
        // RFC 4867 4.3.1: 15 takes the last request back; what is outside the set, or no mode, is ignored
        if (request == 15) {
            return Optional.of(best());
        }
        return taken.contains(request) ? Optional.of(request) : Optional.empty();
    }

    /** The mode to go to from another on the way to one that is wanted. */
    public int towards(int wanted, int from) {
        int here = taken.indexOf(from);
        // RFC 4867 8.1: the ones closest in bit rate
        boolean direct = !byNeighbours || here < 0 || wanted == from;
        return direct ? wanted : taken.get(here + (wanted > from ? 1 : -1));
    }
}
