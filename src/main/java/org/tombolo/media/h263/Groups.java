package org.tombolo.media.h263;

import java.util.ArrayList;
import java.util.List;

/** The groups of blocks of a picture (H.263 5.2), as far as they begin with a header. */
public final class Groups {
    private Groups() {}

    /**
     * Where each group ends, the last with the picture.
     *
     * @param picture from its start code on; groups are aligned to octets, as encoders do (H.263 5.2.1)
     */
    public static List<Integer> ends(byte[] picture) {
        List<Integer> ends = new ArrayList<>();
        for (int at = 1; at + 2 < picture.length; at++) {
            // H.263 5.2.2: 16 zeros and a one
            if (picture[at] == 0 && picture[at + 1] == 0 && picture[at + 2] < 0) {
                ends.add(at);
            }
        }
        ends.add(picture.length);
        return ends;
    }
}
