package org.tombolo.media.hls;

import java.util.List;

/**
 * A partial segment (draft-pantos-hls-rfc8216bis 3.2).
 *
 * @param fragments each a {@code moof} and {@code mdat}; not to be changed
 * @param ticks how long it plays
 * @param independent whether a key frame is in it
 */
record Part(List<byte[]> fragments, long ticks, boolean independent) {
    int octets() {
        return fragments.stream().mapToInt(fragment -> fragment.length).sum();
    }
}
