package org.tombolo.media.h264;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tombolo.media.H264Track;

/** The parameter sets of one stream, from SDP and from the band; the newest of an id holds (H.264 7.4.1.2.1). */
public final class ParameterSets {
    private static final int MOST = 16;
    private static final int LONGEST = 1024;

    private final SortedMap<Integer, byte[]> sequenceSets = new TreeMap<>();
    private final SortedMap<Integer, byte[]> pictureSets = new TreeMap<>();
    private SequenceSet newest = new SequenceSet(0, 0, 0, 0, 0);
    private boolean changed;

    /** Takes a NAL unit of type 7 or 8; anything else, and what cannot be read, is left out. */
    public void add(byte[] nal) {
        if (nal.length < 2 || nal.length > LONGEST) {
            return;
        }
        if (NalType.of(nal[0]) == NalType.SEQUENCE_SET) {
            SequenceSet.parse(nal).ifPresent(set -> {
                newest = set;
                keep(sequenceSets, set.id(), nal);
            });
        } else if (NalType.of(nal[0]) == NalType.PICTURE_SET) {
            int id = new BitReader(nal).unsigned();
            if (id <= 255) {
                keep(pictureSets, id, nal);
            }
        }
    }

    private void keep(SortedMap<Integer, byte[]> sets, int id, byte[] nal) {
        byte[] known = sets.get(id);
        if (known == null ? sets.size() < MOST : !Arrays.equals(known, nal)) {
            sets.put(id, nal);
            changed = true;
        }
    }

    /** Whether a set came that {@link #track} has not told of. */
    public boolean changed() {
        return changed;
    }

    /** The track that these sets describe, or none when one is still missing. */
    public Optional<H264Track> track() {
        if (sequenceSets.isEmpty() || pictureSets.isEmpty()) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(new H264Track(
                new ArrayList<>(sequenceSets.values()),
                new ArrayList<>(pictureSets.values()),
                newest.width(),
                newest.height()));
    }
}
