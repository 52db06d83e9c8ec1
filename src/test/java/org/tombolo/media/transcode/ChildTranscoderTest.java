package org.tombolo.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.media.AacTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.G711Track;
import org.tombolo.media.H263Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.FragmentSink;
import org.tombolo.media.mp4.Init;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.mp4.SoundFormat;
import org.tombolo.media.transcode.Group.Kept;
import org.tombolo.media.transcode.wire.Codec;

/** The real process with the real codecs; what comes of them is judged by the ffmpeg program. */
class ChildTranscoderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static Clips clips;
    private static ChildTranscoder transcoder;

    @BeforeAll
    static void start() {
        clips = new Clips(folder);
        transcoder = transcoder(3, Duration.ofMinutes(1));
    }

    @AfterAll
    static void stop() {
        transcoder.close();
    }

    private static ChildTranscoder transcoder(int videos, Duration idle) {
        return Transcoders.start(new ChildTranscoder.Options(videos, 4, idle, PATIENCE, 2));
    }

    /** What comes of a stream. */
    private static final class Made implements Transcoder.Output {
        final List<Kept> frames = new CopyOnWriteArrayList<>();
        final AtomicInteger wanted = new AtomicInteger();
        volatile String failed = "";

        @Override
        public void frame(long time, boolean key, byte[] data) {
            frames.add(new Kept(time, key, data));
        }

        @Override
        public void keyframeWanted() {
            wanted.incrementAndGet();
        }

        @Override
        public void failed(String why) {
            failed = why;
        }

        byte[] joined() {
            return Clips.join(frames.stream().map(Kept::data).toList());
        }
    }

    private static Transcoding open(Recipe recipe, Group group, Made made) {
        return ((Transcoder.Opened) transcoder.open(recipe, group, made)).transcoding();
    }

    /** All frames, each when the one before has been worked off. */
    private static Made transcoded(Recipe recipe, List<Kept> frames) {
        Made made = new Made();
        Group group = recipe.from().isPicture() ? Group.ofPictures() : Group.ofSound();
        try (Transcoding transcoding = open(recipe, group, made)) {
            give(group, transcoding, frames);
            assertThat(made.failed).isEmpty();
            assertThat(transcoding.dropped()).isZero();
        }
        return made;
    }

    private static void give(Group group, Transcoding transcoding, List<Kept> frames) {
        for (Kept frame : frames) {
            group.frame(frame.time(), frame.key(), frame.data());
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(transcoding::settled);
        }
    }

    private static byte[] withHeader(String header, Made made) {
        byte[] start = header.getBytes(StandardCharsets.US_ASCII);
        return Clips.join(List.of(start, made.joined()));
    }

    @Test
    void h263BecomesH264PictureByPicture() throws Exception {
        List<Kept> pictures = clips.h263("352x288", 50, 25);

        Made made = transcoded(Recipe.of(Codec.H263, Codec.H264), pictures);

        assertThat(made.frames)
                .extracting(Kept::time)
                .isEqualTo(pictures.stream().map(Kept::time).toList());
        assertThat(made.frames.get(0).key()).isTrue();
        assertThat(clips.probe("a.h264", made.joined(), "codec_name,profile,width,height,nb_read_frames"))
                .isEqualTo("h264,Constrained Baseline,352,288,50");
        assertThat(clips.likeness("a.h264", made.joined(), "clip.h263", "352:288"))
                .isGreaterThan(28);
    }

    @Test
    void aLargePictureBecomesOneThatPhonesOfH263Take() throws Exception {
        Made made = transcoded(Recipe.of(Codec.H264, Codec.H263), clips.h264("640x480", 25, 25));

        assertThat(clips.probe("b.h263", made.joined(), "codec_name,width,height,nb_read_frames"))
                .isEqualTo("h263,352,288,25");
        assertThat(clips.likeness("b.h263", made.joined(), "clip.h264", "352:288"))
                .isGreaterThan(25);
    }

    @Test
    void aWidePictureKeepsItsProportionsBetweenBlackBars() throws Exception {
        Made made = transcoded(Recipe.of(Codec.H264, Codec.H263), clips.h264("640x360", 5, 5));

        assertThat(clips.likeness("w.h263", made.joined(), "clip.h264", "352:216,pad=352:288:0:36:black"))
                .isGreaterThan(25);
    }

    @Test
    void h264IsScaledAndItsRateLowered() throws Exception {
        List<Kept> pictures = clips.h264("640x480", 50, 50);

        Made made = transcoded(Recipe.of(Codec.H264, Codec.H264).scaled(320, 0).at(100_000), pictures);

        assertThat(clips.probe("s.h264", made.joined(), "codec_name,width,height,nb_read_frames"))
                .isEqualTo("h264,320,240,50");
        assertThat(made.joined().length * 8 / 2).as("bits a second").isBetween(50_000, 160_000);
    }

    @Test
    void soundGoesThroughEveryCodecAndKeepsItsPitch() throws Exception {
        List<Kept> tone = clips.tone("pcm_mulaw", 2);

        Made amr = transcoded(Recipe.of(Codec.PCMU, Codec.AMR), tone);
        Made wide = transcoded(Recipe.of(Codec.PCMU, Codec.AMR_WB), tone);

        assertThat(clips.pitch("t.amr", withHeader("#!AMR\n", amr))).isCloseTo(440, within(3.0));
        assertThat(clips.pitch("t.awb", withHeader("#!AMR-WB\n", wide))).isCloseTo(440, within(3.0));
        for (var from : List.of(new Spoken(Codec.AMR, amr), new Spoken(Codec.AMR_WB, wide))) {
            Made aac = transcoded(Recipe.of(from.codec(), Codec.AAC), from.made().frames);
            assertThat(clips.pitch(from.codec() + ".aac", adts(aac))).isCloseTo(440, within(3.0));
            Made opus = transcoded(Recipe.of(from.codec(), Codec.OPUS), from.made().frames);
            Made law = transcoded(Recipe.of(Codec.OPUS, Codec.PCMA), opus.frames);
            assertThat(clips.pitch(from.codec() + ".al", law.joined(), "-f", "alaw", "-ar", "8000", "-ac", "1"))
                    .isCloseTo(440, within(3.0));
        }
    }

    private record Spoken(Codec codec, Made made) {}

    /** ISO/IEC 14496-3 1.A.3.2: AAC-LC, 48 kHz, one channel. */
    private static byte[] adts(Made made) {
        return Clips.join(made.frames.stream()
                .map(frame -> {
                    int length = 7 + frame.data().length;
                    return Clips.join(List.of(
                            new byte[] {
                                (byte) 0xFF,
                                (byte) 0xF1,
                                0x4C,
                                (byte) (0x40 | length >> 11),
                                (byte) (length >> 3),
                                (byte) (length << 5 | 0x1F),
                                (byte) 0xFC
                            },
                            frame.data()));
                })
                .toList());
    }

    @Test
    void aPauseOfThePhoneIsSilenceAndTheSoundAfterItIsInItsPlace() throws Exception {
        List<Kept> tone = clips.tone("pcm_mulaw", 1);
        List<Kept> paused = tone.stream()
                .map(f -> f.time() < 4000 ? f : new Kept(f.time() + 3200, true, f.data()))
                .toList();

        Made made = transcoded(Recipe.of(Codec.PCMU, Codec.AAC), paused);

        List<Long> steps = new ArrayList<>();
        for (int i = 1; i < made.frames.size(); i++) {
            steps.add(made.frames.get(i).time() - made.frames.get(i - 1).time());
        }
        assertThat(steps).containsOnly(1024L);
        // A second and 400 ms of 48 kHz, but for what waits for a whole frame and what the encoder looks ahead.
        assertThat(made.frames.get(made.frames.size() - 1).time()).isBetween(62_000L, 67_200L);
    }

    @Test
    void picturesAndSoundOfAPhoneBecomeAnMp4ThatPlayersTake() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Muxer muxer = new Muxer(System::nanoTime, new FragmentSink() {
            @Override
            public void init(Init init) {
                assertThat(init.codecs()).startsWith("avc1.42C0").endsWith(",mp4a.40.2");
                assertThat(file.size()).as("the encoder's parameter sets stay").isZero();
                file.writeBytes(init.bytes());
            }

            @Override
            public void fragment(Fragment fragment) {
                file.writeBytes(fragment.bytes());
            }
        });
        muxer.sound(Optional.of(SoundFormat.AAC));
        try (OnDemand pictures = demand(Codec.H264, muxer);
                OnDemand sound = demand(Codec.AAC, new Heard(muxer))) {
            pictures.track(new H263Track(176, 144));
            sound.track(new G711Track(false));
            List<Kept> frames = clips.h263("176x144", 75, 1000);
            List<Kept> tone = clips.tone("pcm_mulaw", 3);
            for (int i = 0; i < 75; i++) {
                pictures.frame(frame(frames.get(i)));
                if (i == 40) {
                    pictures.requestKeyframe();
                }
                if (i == 0) {
                    await().until(() -> file.size() > 0);
                }
                for (int j = 2 * i; j < 2 * i + 2; j++) {
                    sound.frame(frame(tone.get(j)));
                }
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> pictures.isSettled() && sound.isSettled());
            }
        }
        assertThat(clips.probe("m.mp4", file.toByteArray(), "codec_name,nb_read_frames"))
                .startsWith("h264,75")
                .contains("aac,");
        assertThat(clips.pitch("m.mp4", file.toByteArray())).isCloseTo(440, within(25.0));
    }

    private static Frame frame(Kept kept) {
        return new Frame(kept.time(), kept.key(), ByteBuffer.wrap(kept.data()));
    }

    private static OnDemand demand(Codec to, MediaSink out) {
        return new OnDemand(
                transcoder,
                to,
                out,
                new OnDemand.Demand() {
                    @Override
                    public boolean isThere() {
                        return true;
                    }

                    @Override
                    public void keyframeWanted() {}

                    @Override
                    public void failed(String why) {
                        throw new AssertionError(why);
                    }
                },
                System::nanoTime);
    }

    private record Heard(Muxer muxer) implements MediaSink {
        @Override
        public void track(Track track) {
            assertThat(track).isEqualTo(new AacTrack());
        }

        @Override
        public void frame(Frame frame) {
            muxer.sound(frame);
        }
    }

    @Test
    void aStillIsMadeOfAKeyFrame() throws Exception {
        Kept key = clips.h264("640x360", 1, 1).get(0);

        Made jpeg = transcoded(Recipe.of(Codec.H264, Codec.JPEG).scaled(320, 0), List.of(key));
        Made png = transcoded(Recipe.of(Codec.H264, Codec.PNG), List.of(key));

        assertThat(clips.probe("p.jpg", jpeg.joined(), "codec_name,width,height"))
                .isEqualTo("mjpeg,320,180");
        assertThat(clips.likeness("p.jpg", jpeg.joined(), "clip.h264", "320:180"))
                .isGreaterThan(28);
        assertThat(clips.probe("p.png", png.joined(), "codec_name,width,height"))
                .isEqualTo("png,640,360");
    }

    @Test
    void aStreamGoesOnWithoutAKeyFrameWhenTheProcessIsKilled() throws Exception {
        List<Kept> pictures = clips.h263("176x144", 60, 1000);
        Group group = Group.ofPictures();
        Made made = new Made();
        try (Transcoding transcoding = open(Recipe.of(Codec.H263, Codec.H264), group, made)) {
            give(group, transcoding, pictures.subList(0, 30));
            made.wanted.set(0); // there was nothing to begin with
            long killed = transcoder.pid().orElseThrow();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            await().until(() -> transcoder.pid().filter(pid -> pid != killed).isPresent());
            int before = made.frames.size();
            give(group, transcoding, pictures.subList(30, 60));

            assertThat(made.failed).isEmpty();
            assertThat(made.wanted.get())
                    .as("key frames that the phone had to send")
                    .isZero();
            List<Kept> after = made.frames.subList(before, made.frames.size());
            assertThat(after.get(after.size() - 1).time())
                    .isEqualTo(pictures.get(59).time());
            assertThat(made.frames.stream().map(Kept::time).distinct()).hasSizeGreaterThanOrEqualTo(59);
        }
        assertThat(clips.probe("k.h264", made.joined(), "codec_name,width,height"))
                .isEqualTo("h264,176,144");
        assertThat(clips.likeness("k.h264", made.joined(), "clip.h263", "176:144"))
                .isGreaterThan(24);
    }

    @Test
    void oneThatHangsIsReplaced() throws Exception {
        List<Kept> pictures = clips.h263("176x144", 20, 1000);
        Group group = Group.ofPictures();
        Made made = new Made();
        try (Transcoding transcoding = open(Recipe.of(Codec.H263, Codec.H264), group, made)) {
            give(group, transcoding, pictures.subList(0, 10));
            long hanging = transcoder.pid().orElseThrow();
            signal("STOP", hanging);
            group.frame(pictures.get(10).time(), false, pictures.get(10).data());

            await().until(() -> transcoder.pid().filter(pid -> pid != hanging).isPresent());
            give(group, transcoding, pictures.subList(11, 20));
            assertThat(made.frames.get(made.frames.size() - 1).time())
                    .isEqualTo(pictures.get(19).time());
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor())
                .isZero();
    }

    @Test
    void oneWhoJoinsLateGetsAKeyFrameWithoutThePhone() throws Exception {
        List<Kept> pictures = clips.h263("176x144", 20, 1000);
        Group group = Group.ofPictures();
        Made made = new Made();
        pictures.subList(0, 10).forEach(f -> group.frame(f.time(), f.key(), f.data()));
        try (Transcoding transcoding = open(Recipe.of(Codec.H263, Codec.H264), group, made)) {
            await().untilAsserted(() -> assertThat(made.frames).hasSize(1));
            assertThat(made.frames.get(0).key()).isTrue();
            assertThat(made.frames.get(0).time()).isEqualTo(pictures.get(9).time());
            give(group, transcoding, pictures.subList(10, 15));
            transcoding.requestKeyframe();
            give(group, transcoding, pictures.subList(15, 20));

            assertThat(made.frames)
                    .extracting(Kept::key)
                    .containsExactly(true, false, false, false, false, false, true, false, false, false, false);
            assertThat(made.wanted.get()).isZero();
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAndOthersGoOn() throws Exception {
        List<Kept> pictures = clips.h263("176x144", 2, 2);
        Group group = Group.ofPictures();
        Recipe recipe = Recipe.of(Codec.H263, Codec.H264);
        Made made = new Made();
        Transcoding first = open(recipe, group, made);
        Transcoding second = open(recipe, group, new Made());
        Transcoding third = open(recipe, group, new Made());

        assertThat(transcoder.open(recipe, group, new Made()))
                .isInstanceOfSatisfying(
                        Transcoder.Refused.class,
                        refused -> assertThat(refused.busy()).isTrue());
        give(group, first, pictures);
        assertThat(made.frames).hasSize(2);
        second.close();
        open(recipe, group, new Made()).close();
        List.of(first, third).forEach(Transcoding::close);
    }

    @Test
    void rubbishIsToldAndHarmsNobodyElse() throws Exception {
        List<Kept> pictures = clips.h264("176x144", 4, 4);
        Group bad = Group.ofPictures();
        Made rubbish = new Made();
        try (Transcoding transcoding = open(Recipe.of(Codec.H264, Codec.H264), bad, rubbish)) {
            byte[] octets = new byte[3000];
            new Random(1).nextBytes(octets);
            give(bad, transcoding, List.of(new Kept(0, true, octets), new Kept(3600, false, new byte[0])));
            assertThat(rubbish.wanted.get()).isPositive();
            long before = transcoder.pid().orElseThrow();

            assertThat(transcoded(Recipe.of(Codec.H264, Codec.H264), pictures).frames)
                    .hasSize(4);
            assertThat(transcoder.pid()).contains(before);
        }
    }

    @Test
    void parameterSetsThatClaimTooMuchAreRefused() throws Exception {
        Made made = new Made();
        Group group = Group.ofPictures();
        try (Transcoding transcoding = open(Recipe.of(Codec.H264, Codec.H264), group, made)) {
            give(group, transcoding, clips.h264("2560x1440", 1, 1));
            assertThat(made.frames).isEmpty();
            assertThat(made.wanted.get()).isPositive();
        }
    }

    @Test
    void aSlowProcessLosesPicturesUpToTheNextKeyFrameAndHoldsNobodyUp() throws Exception {
        List<Kept> pictures = clips.h263("176x144", 60, 50);
        Group group = Group.ofPictures();
        Made made = new Made();
        try (Transcoding transcoding = open(Recipe.of(Codec.H263, Codec.H264), group, made)) {
            give(group, transcoding, pictures.subList(0, 5));
            made.wanted.set(0);
            signal("STOP", transcoder.pid().orElseThrow());
            pictures.subList(5, 55).forEach(f -> group.frame(f.time(), f.key(), f.data()));
            assertThat(transcoding.dropped()).isEqualTo(41);
            assertThat(made.wanted.get()).isEqualTo(1);
            signal("CONT", transcoder.pid().orElseThrow());

            await().until(transcoding::settled);
            assertThat(made.frames.get(made.frames.size() - 1).time())
                    .isEqualTo(pictures.get(54).time());
        }
    }

    @Test
    void itHasNoSecretsAndABoundOfMemory() throws Exception {
        transcoded(Recipe.of(Codec.H263, Codec.H264), clips.h263("176x144", 1, 1));
        Path process = Path.of("/proc", transcoder.pid().orElseThrow().toString());

        assertThat(Files.readString(process.resolve("environ"))).doesNotContain("HOME", "PATH", "TOMBOLO");
        assertThat(Files.readString(process.resolve("limits"))).containsPattern("Max data size +536870912 ");
    }

    @Test
    void itStartsWhenNeededAndStopsWhenNot() throws Exception {
        List<Kept> picture = clips.h263("176x144", 1, 1);
        try (ChildTranscoder other = transcoder(1, IDLE)) {
            assertThat(other.pid()).isEmpty();
            for (int i = 0; i < 2; i++) {
                Made made = new Made();
                Group group = Group.ofPictures();
                picture.forEach(f -> group.frame(f.time(), f.key(), f.data()));
                Transcoding transcoding =
                        ((Transcoder.Opened) other.open(Recipe.of(Codec.H263, Codec.H264), group, made)).transcoding();
                await().until(() -> !made.frames.isEmpty());
                ProcessHandle process =
                        ProcessHandle.of(other.pid().orElseThrow()).orElseThrow();
                transcoding.close();
                await().untilAsserted(() -> assertThat(process.isAlive()).isFalse());
                assertThat(other.pid()).isEmpty();
            }
        }
    }
}
