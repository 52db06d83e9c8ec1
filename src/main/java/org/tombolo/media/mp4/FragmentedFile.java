package org.tombolo.media.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.H264Track;

/**
 * A stream of {@link Muxer} as it was written to a file, whether or not the writer came to its end: the init segment with a place
 * for an index after it, and whole fragments. The index (ISO/IEC 14496-12 8.16.3, {@code sidx}) is what players seek by; without it
 * they know neither where a time is nor how long the file is.
 */
public final class FragmentedFile {
    /** References of an index. */
    private static final int MOST = 1000;

    private static final int HEADER = 40;
    private static final int REFERENCE = 12;
    private static final int PLACE = HEADER + MOST * REFERENCE;
    private static final int FREE = 0x6672_6565;
    // 8.16.3.1: starts with a stream access point of type 1
    private static final int STARTS_WITH_SAP = 0x9000_0000;

    private final long place;
    private final List<Run> runs = new ArrayList<>();
    private int step = 1;
    private int skipped;
    private long end;
    private long time;

    /** What begins with a key frame. */
    private record Run(long offset, long time) {}

    /** Reads a file. */
    public interface Source {
        /** Fills the buffer as far as the file reaches. */
        void read(long offset, ByteBuffer into) throws IOException;
    }

    private FragmentedFile(long place, long first) {
        this.place = place;
        this.end = first;
    }

    /** How a file begins: an init segment, and a place for the index. */
    public static byte[] beginning(byte[] init) {
        return ByteBuffer.allocate(init.length + PLACE)
                .put(init)
                .putInt(PLACE)
                .putInt(FREE)
                .array();
    }

    /**
     * Looks through a file; empty when it has no whole fragment.
     *
     * @param size octets that there are, of which the last ones may belong to a fragment that is not whole
     */
    public static Optional<FragmentedFile> scan(Source source, long size) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(8);
        long position = 0;
        while (position + 8 <= size) {
            source.read(position, head.clear());
            int length = head.getInt(0);
            if (length == PLACE && head.getInt(4) == FREE) {
                FragmentedFile file = new FragmentedFile(position, position + PLACE);
                file.fragments(source, size);
                return Optional.of(file).filter(found -> !found.runs.isEmpty());
            }
            position += Math.max(length, 8);
        }
        return Optional.empty();
    }

    private void fragments(Source source, long size) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(FragmentHead.SIZE);
        boolean whole = true;
        while (whole && end + FragmentHead.SIZE <= size) {
            source.read(end, head.clear());
            Optional<FragmentHead> fragment = FragmentHead.read(head);
            whole = fragment.filter(f -> end + f.octets() <= size).isPresent();
            if (whole) {
                add(fragment.orElseThrow());
            }
        }
    }

    private void add(FragmentHead fragment) {
        if (fragment.track() == Fragment.PICTURE) {
            if (fragment.key() && ++skipped >= step) {
                skipped = 0;
                runs.add(new Run(end, fragment.time()));
                thin();
            }
            time = fragment.time() + fragment.duration();
        }
        end += fragment.octets();
    }

    /** However many key frames there are, the index has a place. */
    private void thin() {
        if (runs.size() > MOST) {
            List<Run> half = new ArrayList<>();
            for (int i = 0; i < runs.size(); i += 2) {
                half.add(runs.get(i));
            }
            runs.clear();
            runs.addAll(half);
            step *= 2;
        }
    }

    /** Octets that count: those of whole fragments and what stands before them. */
    public long size() {
        return end;
    }

    /** From the first picture to the end of the last one. */
    public Duration length() {
        return Duration.ofMillis((time - runs.get(0).time()) * 1000 / H264Track.CLOCK_RATE);
    }

    /** Where {@link #index} belongs. */
    public long indexPosition() {
        return place;
    }

    /** The index; it fills its place. */
    public byte[] index() {
        int length = HEADER + runs.size() * REFERENCE;
        ByteBuffer out = ByteBuffer.allocate(PLACE);
        out.putInt(length).putInt(0x7369_6478); // sidx
        out.putInt(0x0100_0000).putInt(Fragment.PICTURE).putInt(H264Track.CLOCK_RATE);
        out.putLong(runs.get(0).time()).putLong(runs.get(0).offset() - place - length);
        out.putShort((short) 0).putShort((short) runs.size());
        for (int i = 0; i < runs.size(); i++) {
            Run next = i + 1 < runs.size() ? runs.get(i + 1) : new Run(end, time);
            out.putInt((int) (next.offset() - runs.get(i).offset()));
            out.putInt((int) (next.time() - runs.get(i).time()));
            out.putInt(STARTS_WITH_SAP);
        }
        if (length < PLACE) {
            out.putInt(PLACE - length).putInt(FREE);
        }
        return out.array();
    }
}
