package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.H263Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.Vp8Track;

/** GStreamer and ffmpeg encode and packetise; what we put together must be what its encoder made, octet for octet. */
class PayloadFormatsTest {
    private static final String CAMERA =
            "videotestsrc num-buffers=40" + " ! video/x-raw,width=176,height=144,framerate=15/1 ! ";

    /** The encoder and the packetiser of each format, in packets so small that pictures have many. */
    private static final Map<String, String[]> PICTURES = Map.of(
            "H263", new String[] {CAMERA + "avenc_h263 gop-size=12", "rtph263pay mtu=300"},
            "H263+", new String[] {CAMERA + "avenc_h263p gop-size=12", "rtph263ppay mtu=300"},
            "VP8",
                    new String[] {
                        CAMERA + "vp8enc keyframe-max-dist=12 deadline=1", "rtpvp8pay mtu=300 picture-id-mode=2"
                    });

    private static final Map<String, Function<MediaSink, PictureDepacketizer>> DEPACKETIZERS =
            Map.of("H263", OldH263Depacketizer::new, "H263+", H263PlusDepacketizer::new, "VP8", Vp8Depacketizer::new);

    private static final Map<String, Track> TRACKS =
            Map.of("H263", new H263Track(176, 144), "H263+", new H263Track(176, 144), "VP8", new Vp8Track(176, 144));

    @TempDir
    Path folder;

    /** What came out. */
    private static final class Frames implements MediaSink {
        private final List<Track> tracks = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private final List<Boolean> keys = new ArrayList<>();
        private final List<byte[]> octets = new ArrayList<>();

        @Override
        public void track(Track track) {
            tracks.add(track);
        }

        @Override
        public void frame(Frame frame) {
            byte[] copy = new byte[frame.data().remaining()];
            frame.data().get(copy);
            times.add(frame.time());
            keys.add(frame.key());
            octets.add(copy);
        }

        byte[] joined() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            octets.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }

    /** Runs the encoder into a file and through the packetiser into another, which is read. */
    private List<byte[]> packets(String[] pipeline) throws IOException, InterruptedException {
        Path packets = folder.resolve("packets");
        List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-q"));
        String all = pipeline[0] + " ! tee name=t ! queue ! filesink location=" + folder.resolve("stream")
                + " t. ! queue ! " + pipeline[1] + " ! rtpstreampay ! filesink location=" + packets;
        command.addAll(List.of(all.split(" +")));
        Senders.run(command);
        try (InputStream file = Files.newInputStream(packets)) {
            return Packets.framed(file);
        }
    }

    private byte[] encoded() throws IOException {
        return Files.readAllBytes(folder.resolve("stream"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"H263", "H263+", "VP8"})
    void picturesComeOutAsTheyWereEncoded(String format) throws Exception {
        List<byte[]> packets = packets(PICTURES.get(format));
        Frames frames = new Frames();
        PictureDepacketizer depacketizer = DEPACKETIZERS.get(format).apply(frames);
        packets.forEach(packet -> depacketizer.packet(Packets.view(packet)));
        assertThat(packets.size()).isGreaterThanOrEqualTo(40);
        assertThat(frames.tracks).containsExactly(TRACKS.get(format));
        assertThat(frames.octets).hasSize(40);
        assertThat(frames.joined()).isEqualTo(encoded());
        assertThat(frames.keys.get(0)).isTrue();
        assertThat(frames.keys.stream().filter(key -> key).count()).isBetween(3L, 5L);
        assertThat(frames.times.get(39) - frames.times.get(0)).isEqualTo(39 * 6000L);
        assertThat(depacketizer.dropped()).isZero();
    }

    /** H.263 5.1.5: a size of its own stands in the extended header. */
    @Test
    void aCustomPictureFormatIsRead() throws Exception {
        String camera = CAMERA.replace("width=176,height=144", "width=320,height=240");
        Frames frames = new Frames();
        PictureDepacketizer depacketizer = new H263PlusDepacketizer(frames);
        packets(new String[] {camera + "avenc_h263p gop-size=12", "rtph263ppay"})
                .forEach(packet -> depacketizer.packet(Packets.view(packet)));
        assertThat(frames.tracks).containsExactly(new H263Track(320, 240));
        assertThat(frames.joined()).isEqualTo(encoded());
    }

    /** RFC 2190 5.2: GStreamer cuts at macroblocks where a group of blocks is larger than a packet, modes A and B in turns. */
    @Test
    void h263ThatGstreamerCutsAtMacroblocksComesOutAsItWasEncoded() throws Exception {
        String noise = CAMERA.replace("videotestsrc", "videotestsrc pattern=snow");
        List<byte[]> packets =
                packets(new String[] {noise + "avenc_h263 ps=1 gop-size=12 bitrate=400000", "rtph263pay mtu=1400"});
        Frames frames = new Frames();
        OldH263Depacketizer depacketizer = new OldH263Depacketizer(frames);
        packets.forEach(packet -> depacketizer.packet(Packets.view(packet)));
        assertThat(packets).extracting(packet -> packet[12] >> 6 & 3).contains(0, 2);
        assertThat(packets)
                .extracting(packet -> packet[12] >> 3 & 7)
                .as("bits cut within octets")
                .contains(1, 2, 3);
        assertThat(frames.octets).hasSize(40);
        assertThat(frames.joined()).isEqualTo(encoded());
        inModeC(packets);
    }

    /** RFC 2190 5.3: no encoder of today has frames of kind PB; their header is that of mode B with P, and four octets more. */
    private void inModeC(List<byte[]> packets) throws IOException {
        Frames frames = new Frames();
        OldH263Depacketizer depacketizer = new OldH263Depacketizer(frames);
        for (byte[] packet : packets) {
            byte[] longer = packet;
            if ((packet[12] & 0x80) != 0) {
                longer = Arrays.copyOf(packet, packet.length + 4);
                System.arraycopy(packet, 20, longer, 24, packet.length - 20);
                longer[12] |= 0x40;
                Arrays.fill(longer, 20, 24, (byte) 0x55);
            }
            depacketizer.packet(Packets.view(longer));
        }
        assertThat(frames.joined()).isEqualTo(encoded());
    }

    /** RFC 2190 5.2: ffmpeg cuts at macroblocks, wherever in an octet they end. */
    @Test
    void h263ThatIsCutWithinOctetsComesOutAsItWasEncoded() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(4 << 20);
            String command = "ffmpeg -v error -f lavfi -i testsrc=size=176x144:rate=15 -frames:v 30 -c:v h263 -g 10"
                    + " -mb_info 280 -flags +global_header -map 0 -f tee";
            List<String> all = new ArrayList<>(List.of(command.split(" ")));
            all.add("[f=rtp:rtpflags=rfc2190]rtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=300|[f=h263]"
                    + folder.resolve("stream"));
            Frames frames = new Frames();
            OldH263Depacketizer depacketizer = new OldH263Depacketizer(frames);
            List<byte[]> packets = Senders.during(socket, () -> Senders.run(all));
            packets.forEach(packet -> depacketizer.packet(Packets.view(packet)));
            assertThat(packets)
                    .anySatisfy(packet -> assertThat(packet[12] & 0xF8).isGreaterThan(0x80));
            assertThat(frames.octets).hasSize(30);
            assertThat(frames.joined()).isEqualTo(encoded());
        }
    }

    /** Whatever is lost, nothing comes out that the encoder did not make, and the first after a hole is a key frame. */
    @ParameterizedTest
    @ValueSource(strings = {"H263", "H263+", "VP8"})
    void afterALossPicturesGoOnWithAKeyFrame(String format) throws Exception {
        List<byte[]> packets = packets(PICTURES.get(format));
        Frames whole = run(format, packets, -1, 0);
        List<String> all = whole.octets.stream().map(Arrays::toString).toList();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            int first = random.nextInt(packets.size());
            Frames some = run(format, packets, first, 1 + random.nextInt(6));
            List<String> left = some.octets.stream().map(Arrays::toString).toList();
            assertThat(all).as("without packet %d", first).containsSubsequence(left);
            for (int at = 1; at < left.size(); at++) {
                boolean hole = all.indexOf(left.get(at)) != all.indexOf(left.get(at - 1)) + 1;
                assertThat(!hole || some.keys.get(at))
                        .as("frame %d without packet %d", at, first)
                        .isTrue();
            }
        }
    }

    private static Frames run(String format, List<byte[]> packets, int first, int missing) {
        Frames frames = new Frames();
        PictureDepacketizer depacketizer = DEPACKETIZERS.get(format).apply(frames);
        for (int i = 0; i < packets.size(); i++) {
            if (i < first || i >= first + missing || first < 0) {
                depacketizer.packet(Packets.view(packets.get(i)));
            } else if (i == first) {
                depacketizer.lost(Math.min(missing, packets.size() - first));
            }
        }
        return frames;
    }

    /** RFC 4867 4.4, several frames in a packet. */
    @Test
    void amrWbComesOutAsItWasEncoded() throws Exception {
        String source =
                "audiotestsrc num-buffers=48 samplesperbuffer=320 ! audio/x-raw,rate=16000,channels=1 ! voamrwbenc band-mode=8";
        List<byte[]> packets = packets(new String[] {source, "rtpamrpay min-ptime=60000000"});
        Frames frames = new Frames();
        AmrDepacketizer depacketizer = new AmrDepacketizer(frames, new AmrTrack(true), true, false);
        packets.forEach(packet -> depacketizer.packet(Packets.view(packet)));
        assertThat(frames.tracks).containsExactly(new AmrTrack(true));
        assertThat(frames.joined()).isEqualTo(encoded());
        assertThat(frames.octets)
                .hasSize(48)
                .allSatisfy(frame -> assertThat(frame).hasSize(61));
        assertThat(frames.times.get(47) - frames.times.get(0)).isEqualTo(47 * 320L);
        assertThat(depacketizer.malformed()).isZero();
    }
}
