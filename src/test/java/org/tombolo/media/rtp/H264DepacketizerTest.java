package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.h264.ParameterSets;

/** RFC 6184 5.6, 5.7.1, 5.8, on packets that ffmpeg sent and on packets made here. */
class H264DepacketizerTest {
    private static final byte[] SPS = hex("6742c00ad902c4ec044000000300400000030283c48992");
    private static final byte[] PPS = hex("68cb83cb20");

    private final Packets.Out out = new Packets.Out();
    private final H264Depacketizer depacketizer = new H264Depacketizer(out, new ParameterSets());

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static Packets.Out run(List<byte[]> packets, int missing) {
        Packets.Out out = new Packets.Out();
        H264Depacketizer depacketizer = new H264Depacketizer(out, new ParameterSets());
        for (int i = 0; i < packets.size(); i++) {
            if (i == missing) {
                depacketizer.lost(1);
            } else {
                depacketizer.packet(Packets.view(packets.get(i)));
            }
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"qcif-mode1.rtp, 45, 3, avc1.42C00C", "qcif-mode0.rtp, 30, 2, avc1.42D00B"})
    void everyAccessUnitOfACaptureComesOut(String name, int units, int keys, String codecs) {
        Packets.Out all = run(Packets.captured(name), -1);
        assertThat(all.units).hasSize(units);
        assertThat(all.units.stream().filter(Packets.Out.Unit::key)).hasSize(keys);
        assertThat(all.tracks).singleElement().satisfies(track -> {
            assertThat(track.width()).isEqualTo(176);
            assertThat(track.height()).isEqualTo(144);
            assertThat(track.codecs()).isEqualTo(codecs);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcif-mode1.rtp", "qcif-mode0.rtp"})
    void afterALossNothingComesUntilAKeyFrameAndNothingIsEverDamaged(String name) {
        List<byte[]> packets = Packets.captured(name);
        List<Packets.Out.Unit> whole = run(packets, -1).units;
        for (int missing = 0; missing < packets.size() - 1; missing++) {
            List<Packets.Out.Unit> some = run(packets, missing).units;
            assertThat(octets(whole)).as("without packet %d", missing).containsSubsequence(octets(some));
            int hole = 0;
            while (hole < some.size()
                    && some.get(hole).octets().equals(whole.get(hole).octets())) {
                hole++;
            }
            if (hole < some.size()) {
                assertThat(some.get(hole).key())
                        .as("first after packet %d", missing)
                        .isTrue();
            }
        }
    }

    private static List<String> octets(List<Packets.Out.Unit> units) {
        return units.stream().map(Packets.Out.Unit::octets).toList();
    }

    @Test
    void parameterSetsOfTheSdpAreEnough() {
        ParameterSets sets = new ParameterSets();
        sets.add(SPS);
        sets.add(PPS);
        H264Depacketizer withSets = new H264Depacketizer(out, sets);
        withSets.packet(Packets.view(Packets.of(1, 3000, true, (byte) 0x65, (byte) 0x88, (byte) 1)));
        assertThat(out.tracks).hasSize(1);
        assertThat(out.units).extracting(Packets.Out.Unit::octets).containsExactly("00000003658801");
    }

    @Test
    void withoutParameterSetsAKeyFrameIsAskedFor() {
        depacketizer.packet(Packets.view(Packets.of(1, 3000, true, (byte) 0x65, (byte) 0x88, (byte) 1)));
        assertThat(out.units).isEmpty();
        assertThat(depacketizer.wantsKeyframe()).isTrue();
    }

    @Test
    void aNewSizeIsTellingAtTheNextKeyFrame() {
        send(1, 0, SPS, PPS, hex("658801"));
        send(2, 3000, hex("6764001facd9405005bb0110000003001000000300a0f1831960"), hex("419a02"));
        assertThat(out.tracks).hasSize(1);
        send(3, 6000, hex("658803"));
        assertThat(out.tracks)
                .hasSize(2)
                .last()
                .satisfies(t -> assertThat(t.width()).isEqualTo(1280));
        assertThat(out.units).hasSize(3);
    }

    private void send(int sequence, int timestamp, byte[]... nals) {
        depacketizer.packet(Packets.view(Packets.of(sequence, timestamp, true, aggregate(nals))));
    }

    private static byte[] aggregate(byte[]... nals) {
        java.io.ByteArrayOutputStream packet = new java.io.ByteArrayOutputStream();
        packet.write(24);
        for (byte[] nal : nals) {
            packet.write(nal.length >> 8);
            packet.write(nal.length);
            packet.writeBytes(nal);
        }
        return packet.toByteArray();
    }

    @Test
    void packetsOfTheInterleavedModeAreNotTakenForPictures() {
        send(1, 0, SPS, PPS, hex("658801"));
        depacketizer.packet(Packets.view(Packets.of(2, 3000, true, (byte) 25, (byte) 0, (byte) 0, (byte) 0x41)));
        assertThat(out.units).hasSize(1);
        assertThat(depacketizer.wantsKeyframe()).isTrue();
    }

    /** RFC 6184 5.8: fragments whose first is missing make no picture, even one that says it is the last. */
    @Test
    void aFragmentWithoutAStartIsNoPicture() {
        send(1, 0, SPS, PPS, hex("658801"));
        depacketizer.packet(Packets.view(Packets.of(2, 3000, false, hex("7c058801"))));
        depacketizer.packet(Packets.view(Packets.of(3, 3000, true, hex("7c458801"))));
        assertThat(out.units).hasSize(1);
        assertThat(depacketizer.wantsKeyframe()).isTrue();
        send(4, 6000, hex("658802"));
        assertThat(out.units).as("the next key frame mends it").hasSize(2);
    }

    /** RFC 6184 5.7.1: a size that reaches beyond the packet is no NAL unit. */
    @Test
    void anAggregateThatEndsTooSoonIsNoPicture() {
        send(1, 0, SPS, PPS, hex("658801"));
        depacketizer.packet(Packets.view(Packets.of(2, 3000, true, hex("78ffff658802"))));
        assertThat(out.units).hasSize(1);
        assertThat(depacketizer.wantsKeyframe()).isTrue();
        send(3, 6000, hex("658803"));
        assertThat(out.units).hasSize(2);
    }

    @Test
    void anAccessUnitIsBounded() {
        send(1, 0, SPS, PPS, hex("658801"));
        byte[] large = new byte[60_000];
        large[0] = 0x65;
        large[1] = (byte) 0x88;
        for (int i = 2; i < 100; i++) {
            depacketizer.packet(Packets.view(Packets.of(i, 3000, i == 99, large)));
        }
        assertThat(out.units).hasSize(1);
        assertThat(depacketizer.dropped()).isEqualTo(1);
    }

    @Property(tries = 300)
    void whatIsPacketizedComesOut(@ForAll int seed, @ForAll @IntRange(min = 3, max = 1400) int mtu) {
        Random random = new Random(seed);
        Packets.Out got = new Packets.Out();
        ParameterSets sets = new ParameterSets();
        sets.add(SPS);
        sets.add(PPS);
        H264Depacketizer subject = new H264Depacketizer(got, sets);
        List<String> expected = new ArrayList<>();
        int sequence = random.nextInt(65536);
        for (int unit = 0; unit < 10; unit++) {
            StringBuilder octets = new StringBuilder();
            List<byte[]> payloads = new ArrayList<>();
            for (int nal = 0; nal <= random.nextInt(3); nal++) {
                byte[] one = new byte[3 + random.nextInt(3000)];
                random.nextBytes(one);
                one[0] = (byte) (unit == 0 ? 0x65 : 0x41);
                one[1] |= (byte) 0x80;
                octets.append(HexFormat.of().toHexDigits(one.length))
                        .append(HexFormat.of().formatHex(one));
                payloads.addAll(packetize(one, mtu));
            }
            expected.add(octets.toString());
            for (int i = 0; i < payloads.size(); i++) {
                byte[] packet = Packets.of(sequence++, unit * 3000, i == payloads.size() - 1, payloads.get(i));
                subject.packet(Packets.view(packet));
            }
        }
        assertThat(octets(got.units)).isEqualTo(expected);
    }

    private static List<byte[]> packetize(byte[] nal, int mtu) {
        if (nal.length <= mtu) {
            return List.of(nal);
        }
        List<byte[]> fragments = new ArrayList<>();
        int room = Math.max(1, mtu - 2);
        for (int at = 1; at < nal.length; at += room) {
            int size = Math.min(room, nal.length - at);
            byte[] fragment = new byte[size + 2];
            fragment[0] = (byte) ((nal[0] & 0xE0) | 28);
            fragment[1] = (byte) ((nal[0] & 0x1F) | (at == 1 ? 0x80 : 0) | (at + size == nal.length ? 0x40 : 0));
            System.arraycopy(nal, at, fragment, 2, size);
            fragments.add(fragment);
        }
        return fragments;
    }

    @Property
    void anyPayloadIsReadWithoutAFault(
            @ForAll @Size(max = 50) List<@Size(max = 60) byte[]> payloads, @ForAll int seed) {
        Random random = new Random(seed);
        H264Depacketizer subject = new H264Depacketizer(new Packets.Out(), new ParameterSets());
        int time = 0;
        for (byte[] payload : payloads) {
            if (payload.length > 0 && random.nextBoolean()) {
                payload[0] = (byte) new int[] {24, 28, 0x65, 0x67, 0x68, 0x41}[random.nextInt(6)];
            }
            time += random.nextInt(3) * 3000;
            subject.packet(Packets.view(Packets.of(1, time, random.nextInt(4) == 0, payload)));
            if (random.nextInt(8) == 0) {
                subject.lost(1);
            }
        }
    }
}
