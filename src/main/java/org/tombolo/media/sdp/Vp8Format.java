package org.tombolo.media.sdp;

import java.util.Optional;

/**
 * A VP8 payload type (RFC 7741 6.1).
 *
 * @param map what the offerer calls it
 */
public record Vp8Format(RtpMap map) implements VideoFormat {

    static Optional<Vp8Format> of(RtpMap map) {
        return map.is("VP8") && map.clockRate() == 90_000 ? Optional.of(new Vp8Format(map)) : Optional.empty();
    }

    /** RFC 7741 6.2.2: max-fr and max-fs say what the writer can decode, and nothing limits us. */
    @Override
    public String answered() {
        return "";
    }

    @Override
    public int rank() {
        return 1;
    }
}
