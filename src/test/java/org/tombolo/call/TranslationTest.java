package org.tombolo.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.transcode.ChildTranscoder;
import org.tombolo.media.transcode.Transcoders;

/** GStreamer is the browser or the phone that sends, in real time, and the other one that decodes; between them is the real transcoder. */
class TranslationTest {
    private static final RtpFormat VP8 = new RtpFormat(97, "VP8", 90_000, 1, "");
    private static final RtpFormat OPUS = new RtpFormat(111, "opus", 48_000, 2, "");
    private static final RtpFormat PCMU = new RtpFormat(0, "PCMU", 8000, 1, "");
    private static final RtpFormat H264 =
            new RtpFormat(102, "H264", 90_000, 1, "profile-level-id=42e01f;packetization-mode=1");
    private static final String CAMERA =
            "videotestsrc is-live=true num-buffers=90 ! video/x-raw,width=640,height=480,framerate=30/1 ! ";
    private static final String TONE =
            "audiotestsrc is-live=true num-buffers=100 samplesperbuffer=960 freq=440 ! audio/x-raw,rate=48000,channels=1 ! ";

    @TempDir
    Path folder;

    private static ChildTranscoder transcoder;

    private final Sides sides = new Sides();

    @BeforeAll
    static void start() {
        transcoder =
                Transcoders.start(new ChildTranscoder.Options(1, 2, Duration.ofMinutes(1), Duration.ofSeconds(5), 2));
        Sides warm = new Sides();
        Translation translation =
                ((Translation.Opened) Translation.open(transcoder, PCMU, OPUS, Direction.RECVONLY, warm)).translation();
        RtpPacket packet = new RtpPacket();
        packet.wrap(ByteBuffer.allocate(172).put(0, (byte) 0x80));
        await().until(() -> {
            translation.fromPhone().packet(packet);
            return warm.packets.get() > 0;
        });
        translation.close();
    }

    @AfterAll
    static void stop() {
        transcoder.close();
    }

    /** What the two sides get. */
    private static final class Sides implements Translation.Ends {
        private final ByteArrayOutputStream phone = new ByteArrayOutputStream();
        private final ByteArrayOutputStream party = new ByteArrayOutputStream();
        private final AtomicInteger packets = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile String failed = "";
        private volatile ReceptionReport report;
        private int payloadType;

        /** RFC 4571. */
        private void write(RtpPacket packet, ByteArrayOutputStream to) {
            ByteBuffer out = ByteBuffer.allocate(14 + packet.length());
            out.putShort((short) (12 + packet.length())).put((byte) 0x80);
            out.put((byte) (payloadType | (packet.marker() ? 0x80 : 0)));
            out.putShort((short) packet.sequence()).putInt(packet.timestamp()).putInt(1);
            packet.copy(0, out.array(), 14, packet.length());
            packets.incrementAndGet();
            to.writeBytes(out.array());
        }

        @Override
        public synchronized void toPhone(RtpPacket packet) {
            write(packet, phone);
        }

        @Override
        public synchronized void toParty(RtpPacket packet) {
            write(packet, party);
        }

        @Override
        public void askPhone() {
            asked.incrementAndGet();
        }

        @Override
        public void askParty() {
            asked.incrementAndGet();
        }

        @Override
        public void report(ReceptionReport how) {
            report = how;
        }

        @Override
        public void failed(String why) {
            failed = why;
        }
    }

    private Translation open(RtpFormat phone, RtpFormat party, Direction flows) {
        sides.payloadType = 98;
        Translation.Opening opening = Translation.open(transcoder, phone, party, flows, sides);
        assertThat(opening).isInstanceOf(Translation.Opened.class);
        return ((Translation.Opened) opening).translation();
    }

    /** Runs a sender to its end, and hands over what comes. */
    private static void send(String pipeline, Consumer<RtpPacket> to) throws IOException, InterruptedException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(200);
            String command =
                    "gst-launch-1.0 -q " + pipeline + " ! udpsink host=127.0.0.1 port=" + socket.getLocalPort();
            Process sender = new ProcessBuilder(command.split(" +"))
                    .redirectErrorStream(true)
                    .start();
            RtpPacket view = new RtpPacket();
            DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
            for (boolean more = true; more; ) {
                try {
                    socket.receive(datagram);
                    if (view.wrap(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength()))) {
                        to.accept(view);
                    }
                } catch (SocketTimeoutException e) {
                    more = sender.isAlive();
                }
            }
            String said = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(sender.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(sender.exitValue()).as(said).isZero();
        }
    }

    private String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.split(" +"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private Path depacketized(ByteArrayOutputStream packets, String caps, String element) throws Exception {
        Path in = Files.write(folder.resolve("packets"), packets.toByteArray());
        Path out = folder.resolve("out");
        run("gst-launch-1.0 -q filesrc location=" + in + " ! application/x-rtp-stream,payload=98,media=" + caps
                + " ! rtpstreamdepay ! " + element + " ! filesink location=" + out);
        return out;
    }

    /** RFC 4629 8.1.1, 8.2.1, H.263 table X.2: size and number of pictures are what the phone takes. */
    @ParameterizedTest
    @CsvSource({
        "H263-2000, 'profile=0;level=45', 176, 144, 45",
        "H263-1998, 'CIF=3;QCIF=2', 352, 288, 30",
        "H263, '', 176, 144, 90"
    })
    void aBrowsersVp8BecomesTheH263ThatThePhoneTakes(
            String encoding, String parameters, int width, int height, int pictures) throws Exception {
        RtpFormat phone = new RtpFormat(98, encoding, 90_000, 1, parameters);
        try (Translation translation = open(phone, VP8, Direction.SENDONLY)) {
            send(CAMERA + "vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay pt=97 mtu=1000", translation::fromParty);
            await().untilAsserted(() -> assertThat(sides.report).isNotNull());
        }
        String depacketizer = encoding.equals("H263") ? "rtph263depay" : "rtph263pdepay";
        Path seen = depacketized(
                sides.phone,
                "video,clock-rate=90000,encoding-name=" + (encoding.equals("H263") ? "H263" : "H263-1998"),
                depacketizer);
        String[] probed = run("ffprobe -v error -f h263 -count_frames -show_entries"
                        + " stream=codec_name,width,height,nb_read_frames -of csv=p=0 " + seen)
                .split(",");
        assertThat(probed).startsWith("h263", "" + width, "" + height);
        assertThat(Integer.parseInt(probed[3])).isBetween(pictures / 2, pictures + 2);
        assertThat(sides.report.lost()).isZero();
        assertThat(sides.failed).isEmpty();
    }

    /** What was in the process is lost, and nothing else. */
    @Test
    void aCrashCostsAFewFrames() throws Exception {
        RtpFormat phone = new RtpFormat(98, "H263-2000", 90_000, 1, "profile=0;level=30");
        AtomicInteger came = new AtomicInteger();
        try (Translation translation = open(phone, VP8, Direction.SENDONLY)) {
            send(CAMERA + "vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay pt=97", packet -> {
                translation.fromParty(packet);
                if (packet.marker() && came.incrementAndGet() == 40) {
                    Transcoders.crash(transcoder);
                }
            });
        }
        Path seen = depacketized(sides.phone, "video,clock-rate=90000,encoding-name=H263-1998", "rtph263pdepay");
        String shown =
                run("ffprobe -v error -f h263 -count_frames -show_entries stream=nb_read_frames -of csv=p=0 " + seen);
        assertThat(Integer.parseInt(shown)).isBetween(45, 89);
        assertThat(sides.failed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AMR, 8000", "AMR-WB, 16000"})
    void aBrowsersOpusBecomesThePhonesSpeech(String encoding, int rate) throws Exception {
        RtpFormat phone = new RtpFormat(98, encoding, rate, 1, "octet-align=1");
        try (Translation translation = open(phone, OPUS, Direction.SENDONLY)) {
            send(TONE + "opusenc ! rtpopuspay pt=111", translation::fromParty);
            await().until(() -> sides.packets.get() > 90);
        }
        heard(encoding, Files.readAllBytes(speech(encoding, rate)));
    }

    private Path speech(String encoding, int rate) throws Exception {
        return depacketized(
                sides.phone,
                "audio,clock-rate=" + rate + ",octet-align=(string)1,encoding-params=(string)1,encoding-name="
                        + encoding,
                "rtpamrdepay");
    }

    private void heard(String encoding, byte[] frames) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream(); // RFC 4867 5.1
        file.writeBytes(("#!" + encoding + "\n").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(frames);
        Path speech = Files.write(folder.resolve("speech"), file.toByteArray());
        Path heard = folder.resolve("heard");
        run("ffmpeg -v error -f amr -i " + speech + " -f s16le -ar 8000 " + heard);
        assertThat(pitch(Files.readAllBytes(heard))).isCloseTo(440, within(5.0));
    }

    /** RFC 4867 4.3.1, 8.1: by the modes of the set, one after the other, every second frame at most; what is outside of it is ignored. */
    @Test
    void thePhonesRequestForAnotherModeIsFollowed() throws Exception {
        RtpFormat phone = new RtpFormat(
                98, "AMR", 8000, 1, "octet-align=1; mode-set=0,2,5,7; mode-change-period=2; mode-change-neighbor=1");
        try (Translation translation = open(phone, OPUS, Direction.SENDRECV)) {
            AtomicInteger came = new AtomicInteger();
            send(TONE + "opusenc ! rtpopuspay pt=111", packet -> {
                translation.fromParty(packet);
                switch (came.incrementAndGet()) {
                    case 10 -> ask(translation, 0);
                    case 40 -> ask(translation, 4);
                    case 60 -> ask(translation, 15);
                    default -> {}
                }
            });
            await().until(() -> sides.packets.get() > 90);
        }
        byte[] frames = Files.readAllBytes(speech("AMR", 8000));
        List<Integer> modes = new ArrayList<>();
        List<Integer> changes = new ArrayList<>();
        AmrTrack track = new AmrTrack(false);
        int count = 0;
        for (int at = 0; at < frames.length; at += 1 + (track.bits(frames[at] >> 3 & 15) + 7) / 8, count++) {
            int mode = frames[at] >> 3 & 15;
            if (modes.isEmpty() || modes.get(modes.size() - 1) != mode) {
                modes.add(mode);
                changes.add(count);
            }
        }
        assertThat(modes).containsExactly(7, 5, 2, 0, 2, 5, 7);
        assertThat(changes)
                .allSatisfy(at -> assertThat(at % 2).as("%s", changes).isEqualTo(changes.get(1) % 2));
        assertThat(changes.get(3)).as("all the way down: %s", changes).isLessThan(40);
        assertThat(changes.get(4) - changes.get(3))
                .as("until it was taken back: %s", changes)
                .isGreaterThan(20);
        heard("AMR", frames);
    }

    /** The phone says nothing but which mode it wants: a frame without data (4.3.2). */
    private static void ask(Translation translation, int mode) {
        RtpPacket packet = new RtpPacket();
        packet.wrap(ByteBuffer.allocate(14)
                .put(0, (byte) 0x80)
                .put(12, (byte) (mode << 4))
                .put(13, (byte) 0x7C));
        translation.fromPhone().packet(packet);
    }

    @Test
    void thePhonesG711BecomesTheBrowsersOpus() throws Exception {
        try (Translation translation = open(PCMU, OPUS, Direction.RECVONLY)) {
            send(
                    TONE + "audioresample ! audio/x-raw,rate=8000 ! mulawenc ! rtppcmupay",
                    translation.fromPhone()::packet);
            await().until(() -> sides.packets.get() > 80);
        }
        Path heard = depacketized(
                sides.party,
                "audio,clock-rate=48000,encoding-name=OPUS",
                "rtpopusdepay ! opusdec ! audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=8000,channels=1");
        assertThat(pitch(Files.readAllBytes(heard))).isCloseTo(440, within(5.0));
    }

    /** H.264 in NAL units that fit packets, the parameter sets before each key frame. */
    @Test
    void thePhonesH263BecomesTheBrowsersH264() throws Exception {
        RtpFormat phone = new RtpFormat(34, "H263", 90_000, 1, "");
        try (Translation translation = open(phone, H264, Direction.RECVONLY)) {
            send(
                    CAMERA.replace("width=640,height=480", "width=352,height=288") + "avenc_h263 ! rtph263pay",
                    translation.fromPhone()::packet);
        }
        Path seen = depacketized(
                sides.party,
                "video,clock-rate=90000,encoding-name=H264",
                "rtph264depay ! video/x-h264,stream-format=byte-stream");
        String[] probed = run("ffprobe -v error -f h264 -count_frames -show_entries"
                        + " stream=codec_name,width,height,nb_read_frames -of csv=p=0 " + seen)
                .split(",");
        assertThat(probed).startsWith("h264", "352", "288");
        assertThat(Integer.parseInt(probed[3])).isGreaterThan(80);
    }

    @Test
    void whenAllPlacesAreTakenItIsSaidInWordsAndAClosedOneGivesItsPlaceBack() {
        RtpFormat amr = new RtpFormat(98, "AMR", 8000, 1, "");
        Translation first = open(amr, OPUS, Direction.SENDRECV);
        assertThat(Translation.open(transcoder, amr, PCMU, Direction.SENDONLY, sides))
                .isEqualTo(new Translation.Refused("as much is transcoded as this gateway is set up for"));
        first.close();
        open(amr, PCMU, Direction.SENDRECV).close();
    }

    /** How often a second it crosses zero upwards, but for the first tenth. */
    private static double pitch(byte[] sound) {
        ByteBuffer samples = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        int count = sound.length / 2;
        assertThat(count).as("samples").isGreaterThan(8000);
        int crossings = 0;
        for (int i = 801; i < count; i++) {
            crossings += samples.getShort(2 * i - 2) < 0 && samples.getShort(2 * i) >= 0 ? 1 : 0;
        }
        return crossings * 8000.0 / (count - 801);
    }
}
