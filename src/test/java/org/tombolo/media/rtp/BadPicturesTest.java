package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.h264.ParameterSets;

/** Payloads of every wrong kind: bounded, counted, and never a fault. */
class BadPicturesTest {
    private static final List<Function<MediaSink, PictureDepacketizer>> FORMATS = List.of(
            sink -> new H264Depacketizer(sink, new ParameterSets()),
            H263PlusDepacketizer::new,
            OldH263Depacketizer::new,
            Vp8Depacketizer::new);

    private static final MediaSink NOWHERE = new MediaSink() {
        @Override
        public void track(Track track) {}

        @Override
        public void frame(Frame frame) {}
    };

    /** Starts that get far into each parser: fragments, aggregates, parameter sets, start codes, descriptors, modes. */
    @Provide
    Arbitrary<byte[]> payloads() {
        byte[][] starts = {
            {},
            {0x7C, (byte) 0x85},
            {0x7C, 0x45},
            {0x78, 0, 3},
            {0x67, 0x64, 0, 0x1F},
            {0x68},
            {0x04, 0, (byte) 0x80, 2},
            {0x07, (byte) 0xFF},
            {0x00, 0x10, 0, 0, 0, 0, (byte) 0x80, 2, 28},
            {(byte) 0xBF, (byte) 0xFF},
            {(byte) 0xFF, (byte) 0xFF},
            {0x10, 0, 0, 0, (byte) 0x9D, 1, 0x2A},
            {(byte) 0x90, (byte) 0xF0, (byte) 0xFF},
        };
        Arbitrary<byte[]> rest = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        return Arbitraries.of(starts)
                .flatMap(start -> rest.map(end -> {
                    byte[] all = java.util.Arrays.copyOf(start, start.length + end.length);
                    System.arraycopy(end, 0, all, start.length, end.length);
                    return all;
                }));
    }

    @Property(tries = 3000)
    void anyPayloadsAreTakenWithoutAFault(
            @ForAll @IntRange(max = 3) int format,
            @ForAll @Size(max = 12) List<@net.jqwik.api.From("payloads") byte[]> payloads,
            @ForAll int bits) {
        PictureDepacketizer depacketizer = FORMATS.get(format).apply(NOWHERE);
        for (int i = 0; i < payloads.size(); i++) {
            boolean marker = (bits >> i & 1) != 0;
            if ((bits >> i + 12 & 3) == 3) {
                depacketizer.lost(1);
            }
            depacketizer.packet(Packets.view(Packets.of(i, 3000 * (i / 3), marker, payloads.get(i))));
        }
        assertThat(depacketizer.length()).isLessThanOrEqualTo(12 * 60);
    }

    /** A picture without an end is dropped when it becomes too large, and takes no more room than that. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aPictureWithoutAnEndIsDropped(int format) {
        PictureDepacketizer depacketizer = FORMATS.get(format).apply(NOWHERE);
        byte[] payload = new byte[1400];
        payload[0] = (byte) (format == 0 ? 0x41 : 0);
        RtpPacket packet = Packets.view(Packets.of(1, 3000, false, payload));
        for (int i = 0; i < 10_000; i++) {
            depacketizer.packet(packet);
        }
        assertThat(depacketizer.picture().length).isLessThanOrEqualTo(PictureDepacketizer.LARGEST_PICTURE);
        depacketizer.packet(Packets.view(Packets.of(2, 6000, false, payload)));
        assertThat(depacketizer.dropped()).isEqualTo(1);
        assertThat(depacketizer.wantsKeyframe()).isTrue();
    }
}
