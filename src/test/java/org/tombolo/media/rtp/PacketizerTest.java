package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.h263.PictureHeader;

/** GStreamer puts our packets together; what comes out must be what went in, octet for octet. */
class PacketizerTest {
    private static final String CLIP = "clip.h263";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream framed = new ByteArrayOutputStream();
    private final List<Integer> sizes = new ArrayList<>();
    private int payloadType;

    /** RFC 4571. */
    private void write(RtpPacket packet) {
        byte[] datagram = new byte[packet.datagram().limit()];
        packet.datagram().get(0, datagram);
        datagram[1] |= (byte) payloadType;
        sizes.add(packet.length());
        framed.writeBytes(new byte[] {(byte) (datagram.length >> 8), (byte) datagram.length});
        framed.writeBytes(datagram);
    }

    private byte[] depacketized(String caps, String element) throws Exception {
        Path packets = Files.write(folder.resolve("packets"), framed.toByteArray());
        Path out = folder.resolve("out");
        String command = "gst-launch-1.0 -q filesrc location=" + packets
                + " ! application/x-rtp-stream,media=" + caps + " ! rtpstreamdepay ! " + element
                + " ! filesink location=" + out;
        Senders.run(List.of(command.split(" +")));
        return Files.readAllBytes(out);
    }

    /** Pictures of a clip, each row of macroblocks with a header of its own. */
    private List<byte[]> pictures(String size, String rate) throws Exception {
        Path clip = folder.resolve(CLIP);
        String command = "ffmpeg -v error -f lavfi -i testsrc2=size=" + size + ":rate=15"
                + " -frames:v 20 -c:v h263 -ps 1 -b:v " + rate + " -g 10 -f h263 " + clip;
        Senders.run(List.of(command.split(" +")));
        byte[] stream = Files.readAllBytes(clip);
        List<byte[]> pictures = new ArrayList<>();
        int start = 0;
        for (int at = 1; at <= stream.length; at++) {
            boolean starts = at + 2 < stream.length
                    && stream[at] == 0
                    && stream[at + 1] == 0
                    && PictureHeader.isStart(stream[at + 2] & 0xFF);
            if (at == stream.length || starts) {
                pictures.add(Arrays.copyOfRange(stream, start, at));
                start = at;
            }
        }
        assertThat(pictures).hasSize(20);
        return pictures;
    }

    private static void hand(List<byte[]> frames, int ticks, MediaSink to) {
        for (int i = 0; i < frames.size(); i++) {
            to.frame(new Frame((long) i * ticks, true, ByteBuffer.wrap(frames.get(i))));
        }
    }

    @ParameterizedTest
    @CsvSource({"176x144, 128k", "352x288, 384k"})
    void rfc4629_picturesComeOutAsTheyWereEncoded(String size, String rate) throws Exception {
        payloadType = 98;
        hand(pictures(size, rate), 6000, new H263PlusPacketizer(this::write));
        byte[] out = depacketized("video,clock-rate=90000,encoding-name=H263-1998,payload=98", "rtph263pdepay");
        // Zeros that GStreamer puts between pictures are none of theirs (H.263 5.1.26).
        assertThat(shown(Files.write(folder.resolve("again.h263"), out))).isEqualTo(shown(folder.resolve(CLIP)));
        assertThat(sizes).hasSizeGreaterThan(20).allMatch(length -> length <= Packetizer.LARGEST);
    }

    private static String shown(Path clip) throws Exception {
        return Senders.run(List.of(
                "ffmpeg", "-v", "error", "-f", "h263", "-i", clip.toString(), "-f", "framemd5", "-bitexact", "-"));
    }

    /** Only a group that is too large by itself is larger than a packet. */
    @Test
    void rfc2190_picturesComeOutAsTheyWereEncoded() throws Exception {
        payloadType = 34;
        hand(pictures("176x144", "128k"), 6000, new OldH263Packetizer(this::write));
        byte[] out = depacketized("video,clock-rate=90000,encoding-name=H263,payload=34", "rtph263depay");
        assertThat(out).isEqualTo(Files.readAllBytes(folder.resolve(CLIP)));
        assertThat(sizes)
                .hasSizeGreaterThan(20)
                .filteredOn(length -> length > Packetizer.LARGEST)
                .hasSizeLessThan(5);
    }

    /** RFC 2190 5.1: the header says of each packet what the picture's own says. */
    @Test
    void rfc2190_5_1_theHeaderSaysWhatThePictureIs() throws Exception {
        List<byte[]> headers = new ArrayList<>();
        OldH263Packetizer packetizer = new OldH263Packetizer(packet -> {
            byte[] header = new byte[4];
            packet.copy(0, header, 0, 4);
            headers.add(header);
        });
        List<byte[]> pictures = pictures("352x288", "128k");
        hand(pictures.subList(0, 1), 6000, packetizer);
        assertThat(headers).isNotEmpty().containsOnly(new byte[] {0, 0x60, 0, 0}); // CIF, intra
        headers.clear();
        hand(pictures.subList(1, 2), 6000, packetizer);
        assertThat(headers).isNotEmpty().containsOnly(new byte[] {0, 0x70, 0, 0}); // inter
    }

    /** The frames of a file as encoders of 3GPP write it (RFC 4867 5). */
    private List<byte[]> speech(boolean wide) throws Exception {
        Path file = folder.resolve(wide ? "tone.awb" : "tone.amr");
        String codec =
                wide ? "-c:a libvo_amrwbenc -ar 16000 -b:a 12.65k" : "-c:a libopencore_amrnb -ar 8000 -b:a 12.2k";
        String command = Loader.load(ffmpeg.class) + " -v error -f lavfi -i sine=frequency=440 -t 1 " + codec
                + " -f amr " + file;
        Senders.run(List.of(command.split(" +")));
        byte[] content = Files.readAllBytes(file);
        AmrTrack track = new AmrTrack(wide);
        List<byte[]> frames = new ArrayList<>();
        for (int at = wide ? 9 : 6; at < content.length; ) {
            int size = 1 + (track.bits(content[at] >> 3 & 0x0F) + 7) / 8;
            frames.add(Arrays.copyOfRange(content, at, at + size));
            at += size;
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rfc4867_4_4_speechComesOutAsItWasEncoded(boolean wide) throws Exception {
        payloadType = 97;
        List<byte[]> frames = speech(wide);
        AmrTrack track = new AmrTrack(wide);
        hand(frames, track.ticks(), new AmrPacketizer(this::write, track, true));
        String name = wide ? "AMR-WB,clock-rate=16000" : "AMR,clock-rate=8000";
        byte[] out = depacketized(
                "audio,payload=97,octet-align=(string)1,encoding-params=(string)1,encoding-name=" + name,
                "rtpamrdepay");
        assertThat(out).isEqualTo(joined(frames));
    }

    /** 4.3: no player of Debian's takes it, so that tshark must do: it knows request, type and quality of each. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rfc4867_4_3_bandwidthEfficientSpeechIsReadAgain(boolean wide) throws Exception {
        AmrTrack track = new AmrTrack(wide);
        List<byte[]> frames = speech(wide);
        List<byte[]> again = new ArrayList<>();
        AmrDepacketizer depacketizer = new AmrDepacketizer(sink(again), track, false, false);
        List<Integer> octets = new ArrayList<>();
        Consumer<RtpPacket> reader = packet -> {
            octets.add(packet.length());
            assertThat(packet.octet(0) >> 4).as("no mode is asked for").isEqualTo(15);
            depacketizer.packet(packet);
        };
        hand(frames, track.ticks(), new AmrPacketizer(reader, track, false));
        assertThat(joined(again)).isEqualTo(joined(frames));
        // RFC 4867 4.3.5: 10 bits before those of the frame; mode 7 of AMR has 244, mode 2 of AMR-WB 253.
        assertThat(octets).containsOnly(wide ? 33 : 32);
    }

    private static MediaSink sink(List<byte[]> frames) {
        return new MediaSink() {
            @Override
            public void track(Track track) {
                assertThat(track).isInstanceOf(AmrTrack.class);
            }

            @Override
            public void frame(Frame frame) {
                byte[] copy = new byte[frame.data().remaining()];
                frame.data().get(copy);
                frames.add(copy);
            }
        };
    }

    private static byte[] joined(List<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** A pause is none of the packets; the one after it says so (RFC 4867 4.1). */
    @Test
    void rfc4867_4_1_theFirstPacketAfterAPauseHasTheMarker() throws Exception {
        List<Boolean> markers = new ArrayList<>();
        AmrPacketizer packetizer =
                new AmrPacketizer(packet -> markers.add(packet.marker()), new AmrTrack(false), false);
        List<byte[]> frames = new ArrayList<>(speech(false).subList(0, 3));
        frames.add(2, new byte[] {0x7C});
        hand(frames, 160, packetizer);
        assertThat(markers).containsExactly(true, false, true);
    }

    /** Whatever octets a picture has, none is lost and none is invented. */
    @Test
    void noOctetIsLostWhateverTheEncoderWrites() {
        Random random = new Random(263);
        for (int round = 0; round < 200; round++) {
            byte[] picture = new byte[20 + random.nextInt(5000)];
            random.nextBytes(picture);
            System.arraycopy(new byte[] {0, 0, (byte) 0x80, 2, 8}, 0, picture, 0, 5);
            for (int i = random.nextInt(6); i > 0; i--) {
                System.arraycopy(new byte[] {0, 0, (byte) 0x84}, 0, picture, 6 + random.nextInt(picture.length - 9), 3);
            }
            assertThat(again(picture, H263PlusPacketizer::new, H263PlusDepacketizer::new))
                    .isEqualTo(picture);
            assertThat(again(picture, OldH263Packetizer::new, OldH263Depacketizer::new))
                    .isEqualTo(picture);
        }
    }

    private static byte[] again(
            byte[] picture,
            Function<Consumer<RtpPacket>, Packetizer> packetizer,
            Function<MediaSink, PictureDepacketizer> depacketizer) {
        List<byte[]> out = new ArrayList<>();
        PictureDepacketizer reader = depacketizer.apply(new MediaSink() {
            @Override
            public void track(Track track) {}

            @Override
            public void frame(Frame frame) {
                byte[] copy = new byte[frame.data().remaining()];
                frame.data().get(copy);
                out.add(copy);
            }
        });
        packetizer.apply(reader::packet).frame(new Frame(3000, true, ByteBuffer.wrap(picture)));
        return joined(out);
    }
}
