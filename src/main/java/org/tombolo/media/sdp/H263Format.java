package org.tombolo.media.sdp;

import java.util.Optional;
import java.util.Set;

/**
 * An H.263 payload type: {@code H263-1998} and {@code H263-2000} by RFC 4629, {@code H263}, which is 34 when nothing is said, by
 * RFC 2190.
 *
 * @param map what the offerer calls it
 * @param answered picture sizes, profile and annexes that it offers and any decoder of these years takes
 */
public record H263Format(RtpMap map, String answered) implements VideoFormat {
    /** RFC 4629 8.2.1: an answer takes of an offer what it can; reference picture selection, resampling and the like it leaves out. */
    private static final Set<String> TAKEN = Set.of(
            "sqcif", "qcif", "cif", "cif4", "cif16", "custom", "par", "bpp", "f", "i", "j", "t", "profile", "level",
            "maxbr");

    static Optional<H263Format> of(RtpMap map, String parameters) {
        boolean ours = map.is("H263") || map.is("H263-1998") || map.is("H263-2000");
        return ours && map.clockRate() == 90_000
                ? Optional.of(new H263Format(map, new FormatParameters(parameters).only(TAKEN)))
                : Optional.empty();
    }

    /** Whether its packets are those of RFC 2190. */
    public boolean isOld() {
        return map.is("H263");
    }

    @Override
    public int rank() {
        return 0;
    }
}
