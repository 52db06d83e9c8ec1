package org.tombolo.media.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.Packets;
import org.tombolo.media.rtp.RtpPacket;

class VideoRelayTest {
    private static final byte[] SPS = {0x67, 0x42, (byte) 0xC0, 0x0B, (byte) 0xDA};
    private static final byte[] PPS = {0x68, (byte) 0xCE, 0x3C, (byte) 0x80};

    private final AtomicLong nanos = new AtomicLong();
    private final Relay relay = new Relay(0x1234, 90_000, nanos::get);
    private final VideoRelay video =
            new VideoRelay(relay, new LipSync(nanos::get), () -> VideoRelay.aggregate(List.of(SPS), List.of(PPS)));

    private final List<RelayPacket> published = new ArrayList<>();

    /** Without viewers the log forgets what came before a key frame, so each packet is taken at once. */
    private void play(List<byte[]> packets) {
        for (byte[] packet : packets) {
            long before = relay.log().head();
            video.packet(Packets.view(packet));
            for (long i = before; i < relay.log().head(); i++) {
                published.add(relay.log().get(i));
            }
        }
    }

    private static RtpPacket view(RelayPacket packet) {
        return Packets.view(packet.octets());
    }

    private static List<Packets.Out.Unit> frames(List<byte[]> packets) {
        Packets.Out out = new Packets.Out();
        H264Depacketizer depacketizer = new H264Depacketizer(out, new ParameterSets());
        packets.forEach(packet -> depacketizer.packet(Packets.view(packet)));
        return out.units;
    }

    /** What comes out is what came in, packet for packet, whatever the packetization mode. */
    @ParameterizedTest
    @ValueSource(strings = {"qcif-mode0.rtp", "qcif-mode1.rtp"})
    void handsOnWhatAnEncoderSends(String capture) {
        List<byte[]> packets = Packets.captured(capture);
        play(packets);
        List<byte[]> relayed = published.stream().map(RelayPacket::octets).toList();
        assertThat(relayed).hasSameSizeAs(packets);
        assertThat(frames(relayed)).isNotEmpty().isEqualTo(frames(packets));
        assertThat(view(published.get(0)).ssrc()).isEqualTo(0x1234);
        assertThat(video.isReordered()).isFalse();
    }

    private static byte[] slice(int sequence, int timestamp, int type, int length) {
        byte[] payload = new byte[length];
        payload[0] = (byte) (0x60 | type);
        payload[1] = (byte) 0x80;
        return Packets.of(sequence, timestamp, true, payload);
    }

    /** Who joins starts at the newest key frame; without sets in the band, those of the SDP come right before it. */
    @Test
    void putsParameterSetsBeforeAKeyFrame() {
        play(List.of(slice(1, 3000, NalType.SLICE, 50), slice(2, 6000, NalType.IDR_SLICE, 50)));
        assertThat(relay.log().group()).isEqualTo(1);
        assertThat(published)
                .extracting(p -> NalType.of(view(p).octet(0)))
                .containsExactly(NalType.SLICE, NalType.STAP_A, NalType.IDR_SLICE);
        RtpPacket sets = view(published.get(1));
        assertThat(sets.marker()).isFalse();
        assertThat(sets.timestamp()).isEqualTo(6000);
        assertThat(sets.octet(1) << 8 | sets.octet(2)).isEqualTo(SPS.length);
    }

    @Test
    void leavesAGapForWhatThePhoneLost() {
        play(List.of(slice(1, 3000, NalType.IDR_SLICE, 50)));
        video.lost(3);
        play(List.of(slice(5, 6000, NalType.SLICE, 50)));
        assertThat(published).extracting(RelayPacket::index).containsExactly(0L, 1L, 5L);
        assertThat(relay.log().group()).as("nobody can start before the gap").isNegative();
    }

    /** A new source must not move the picture's time, and never give two packets one number (RFC 7714 8). */
    @Test
    void goesOnWhenTheSenderStartsAnew() {
        play(List.of(slice(1, 3000, NalType.IDR_SLICE, 50)));
        nanos.addAndGet(100_000_000);
        video.restarted();
        play(List.of(slice(900, 777_777_777, NalType.IDR_SLICE, 50), slice(901, 777_780_777, NalType.SLICE, 50)));
        List<RelayPacket> all = published;
        assertThat(all).extracting(RelayPacket::index).containsExactly(0L, 1L, 3L, 4L, 5L);
        assertThat(all.get(3).timestamp() - 3000).isBetween(9000, 9010);
        assertThat(all.get(all.size() - 1).timestamp() - all.get(3).timestamp()).isEqualTo(3000);
    }

    @Test
    void noticesPicturesInAnotherOrder() {
        play(List.of(slice(1, 6000, NalType.IDR_SLICE, 50), slice(2, 3000, NalType.SLICE, 50)));
        assertThat(video.isReordered()).isTrue();
    }

    /** RFC 6184 5.8: what is too long for a datagram with its tag is sent in fragments that give the same unit. */
    @Test
    void slicesWhatIsTooLong() {
        List<byte[]> packets =
                new ArrayList<>(Packets.captured("qcif-mode1.rtp").subList(0, 1)); // parameter sets
        int time = Packets.view(packets.get(0)).timestamp();
        byte[] aggregate = aggregate(slice(0, 0, NalType.IDR_SLICE, 20), slice(0, 0, NalType.SLICE, 4000));
        packets.add(Packets.of(2, time, true, aggregate));
        packets.add(slice(3, time + 3000, NalType.SLICE, 5000));
        packets.addAll(fragments(slice(0, 0, NalType.SLICE, 9000), time + 6000));
        assertThat(frames(packets)).hasSize(3);
        play(packets);
        assertThat(published)
                .allSatisfy(p -> assertThat(view(p).length()).isLessThanOrEqualTo(Slicer.LARGEST))
                .hasSizeGreaterThan(packets.size() + 8);
        List<byte[]> relayed = published.stream().map(RelayPacket::octets).toList();
        assertThat(frames(relayed)).isEqualTo(frames(packets));
    }

    private static byte[] aggregate(byte[]... units) {
        ByteBuffer out = ByteBuffer.allocate(8000).put((byte) (0x60 | NalType.STAP_A));
        for (byte[] unit : units) {
            out.putShort((short) (unit.length - 12)).put(unit, 12, unit.length - 12);
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    /** Two fragments of 4,500 octets. */
    private static List<byte[]> fragments(byte[] packet, int time) {
        List<byte[]> all = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            ByteBuffer out = ByteBuffer.allocate(2 + 4499 + part);
            out.put((byte) (0x60 | NalType.FU_A)).put((byte) ((part == 0 ? 0x80 : 0x40) | NalType.SLICE));
            out.put(packet, 13 + part * 4499, 4499 + part);
            all.add(Packets.of(10 + part, time, part == 1, out.array()));
        }
        return all;
    }
}
