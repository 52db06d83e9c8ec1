package org.tombolo.media.mp4;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The head of a fragment that {@link Fragmenter} made.
 *
 * @param octets of all of it
 * @param track {@link Fragment#PICTURE} or {@link Fragment#SOUND}
 * @param key whether decoding can start here
 * @param time when it is decoded, in ticks of its track
 * @param duration in ticks
 */
record FragmentHead(long octets, int track, boolean key, long time, long duration) {
    private static final int MOOF = 104;

    /** Octets of a head. */
    static final int SIZE = MOOF + 8;

    /** Empty for anything else. */
    static Optional<FragmentHead> read(ByteBuffer in) {
        boolean ours = in.getInt(0) == MOOF
                && in.getInt(4) == 0x6D6F_6F66
                && in.getInt(MOOF) >= 8
                && in.getInt(MOOF + 4) == 0x6D64_6174;
        return ours
                ? Optional.of(new FragmentHead(
                        MOOF + (long) in.getInt(MOOF),
                        in.getInt(44),
                        in.getInt(44) == Fragment.PICTURE && in.getInt(96) == Fragmenter.SYNC,
                        in.getLong(60),
                        in.getInt(88)))
                : Optional.empty();
    }
}
