package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.h264.ParameterSets;

/** ffmpeg's H.264 over a network that loses, doubles and delays packets: nothing that comes out is damaged, and it goes on with the next key frame. */
class LossTest {
    private static final int FRAMES = 300;
    private static final int GROUP = 15;
    private static final int UNTOUCHED = 5;
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private static List<byte[]> packets;
    private static List<Packets.Out.Unit> whole;

    @TempDir
    Path folder;

    @BeforeAll
    static void send() throws Exception {
        packets = Senders.ffmpeg(
                "testsrc2=size=176x144:rate=15",
                FRAMES,
                List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "" + GROUP, "-b:v", "200k"),
                "rtp");
        whole = run(packets, new Network(0, 0, 0, new Random(1))).units;
        assertThat(whole).hasSize(FRAMES);
    }

    /** What becomes of packets on their way. */
    private record Network(double loss, int burst, double late, Random random) {
        /** When each packet arrives, in the order of their arrival; the longest delay is below our patience. */
        List<Arrival> carry(List<byte[]> sent) {
            List<Arrival> arrivals = new ArrayList<>();
            int losing = 0;
            for (int i = 0; i < sent.size(); i++) {
                if (i < UNTOUCHED) {
                    arrivals.add(new Arrival(i * 2 * MILLI, sent.get(i)));
                    continue;
                }
                losing = losing > 0 ? losing - 1 : random.nextDouble() < loss ? burst : 0;
                long delay = random.nextDouble() < late ? random.nextInt(40) * MILLI : 0;
                if (losing == 0) {
                    arrivals.add(new Arrival(i * 2 * MILLI + delay, sent.get(i)));
                    if (random.nextDouble() < late) {
                        arrivals.add(new Arrival(i * 2 * MILLI + delay + MILLI, sent.get(i)));
                    }
                }
            }
            arrivals.sort(java.util.Comparator.comparingLong(Arrival::at));
            return arrivals;
        }
    }

    private record Arrival(long at, byte[] packet) {}

    private static Packets.Out run(List<byte[]> sent, Network network) {
        Packets.Out out = new Packets.Out();
        ReorderBuffer order = new ReorderBuffer(new H264Depacketizer(out, new ParameterSets()), Duration.ofMillis(60));
        for (Arrival arrival : network.carry(sent)) {
            order.expire(arrival.at());
            order.put(Packets.view(arrival.packet()), arrival.at());
        }
        order.expire(Long.MAX_VALUE / 2);
        return out;
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1, 0.0", "0.05, 1, 0.2", "0.01, 12, 0.0", "0.01, 12, 0.2", "0.2, 3, 0.1", "0.0, 1, 0.4"})
    void whatComesOutIsWholeAndGoesOnWithTheNextKeyFrame(double loss, int burst, double late) throws Exception {
        Map<String, Integer> place = new java.util.HashMap<>();
        for (int i = 0; i < whole.size(); i++) {
            place.put(whole.get(i).octets(), i);
        }
        for (int seed = 0; seed < 10; seed++) {
            Packets.Out out = run(packets, new Network(loss, burst, late, new Random(seed)));
            int last = -1;
            for (Packets.Out.Unit unit : out.units) {
                int at = place.getOrDefault(unit.octets(), -1);
                assertThat(at).as("seed %d", seed).isGreaterThan(last);
                assertThat(unit.key() || at == last + 1)
                        .as("frame %d, seed %d", at, seed)
                        .isTrue();
                last = at;
            }
            assertThat(out.units).hasSizeGreaterThan(loss == 0 ? FRAMES - 1 : loss < 0.1 ? FRAMES / 10 : 1);
            decodes(out);
        }
    }

    /** A decoder that stops at the first fault shows all of it. */
    private void decodes(Packets.Out out) throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        out.tracks.get(0).sequenceSets().forEach(set -> unit(stream, set, 0, set.length));
        out.tracks.get(0).pictureSets().forEach(set -> unit(stream, set, 0, set.length));
        for (Packets.Out.Unit frame : out.units) {
            byte[] octets = HexFormat.of().parseHex(frame.octets());
            for (int at = 0; at < octets.length; ) {
                int length = ByteBuffer.wrap(octets).getInt(at);
                unit(stream, octets, at + 4, length);
                at += 4 + length;
            }
        }
        Path file = folder.resolve("out.264");
        Files.write(file, stream.toByteArray());
        String errors = Senders.run(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-xerror",
                "-err_detect",
                "explode",
                "-i",
                file.toString(),
                "-f",
                "null",
                "-"));
        assertThat(errors).isEmpty();
    }

    private static void unit(ByteArrayOutputStream stream, byte[] octets, int from, int length) {
        stream.writeBytes(new byte[] {0, 0, 0, 1});
        stream.write(octets, from, length);
    }

    /** A frame's worth of packets lost in the middle of a group costs no more than the rest of that group. */
    @Test
    void aFreezeEndsWithTheGroup() {
        List<byte[]> some = new ArrayList<>(packets);
        some.remove(packets.size() / 2);
        List<Packets.Out.Unit> units = run(some, new Network(0, 0, 0, new Random(1))).units;
        assertThat(units.size()).isBetween(FRAMES - GROUP, FRAMES - 1);
    }
}
