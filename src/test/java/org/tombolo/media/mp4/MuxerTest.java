package org.tombolo.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;

/** Picture and sound in one file; what players make of it is in {@code OutputsIT}. */
class MuxerTest {
    /** Opus of 20 ms: CELT, one frame. */
    private static final byte[] PACKET = {(byte) 0xFC, 1, 2, 3};

    private final AtomicLong nanos = new AtomicLong();
    private final List<Init> inits = new ArrayList<>();
    private final List<Fragment> fragments = new ArrayList<>();
    private final Muxer muxer = new Muxer(nanos::get, new FragmentSink() {
        @Override
        public void init(Init init) {
            inits.add(init);
        }

        @Override
        public void fragment(Fragment fragment) {
            fragments.add(fragment);
        }
    });
    private long pictures;
    private long sounds;

    private void pass(int milliseconds) {
        nanos.addAndGet(Duration.ofMillis(milliseconds).toNanos());
    }

    private void track() {
        byte[] sps = {0x67, 0x42, 0, 10, 1};
        muxer.track(new H264Track(List.of(sps), List.of(new byte[] {0x68, 1}), 16, 16));
    }

    private void picture(boolean key) {
        muxer.frame(new Frame(pictures += 3600, key, ByteBuffer.allocate(10)));
    }

    private void sound() {
        muxer.sound(new Frame(sounds += 960, true, ByteBuffer.wrap(PACKET)));
    }

    /** So many times 40 ms of both. */
    private void play(int times) {
        for (int i = 0; i < times; i++) {
            picture(i == 0);
            sound();
            pass(20);
            sound();
            pass(20);
        }
    }

    private List<Fragment> heard() {
        return fragments.stream().filter(f -> !f.isPicture()).toList();
    }

    private static boolean isSilence(Fragment fragment) {
        return fragment.bytes()[fragment.bytes().length - 3] == (byte) 0xF8;
    }

    @Test
    void bothAreInOneFile() {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        track();
        play(50);
        assertThat(inits).singleElement().satisfies(init -> {
            assertThat(init.codecs()).isEqualTo("avc1.42000A,opus");
            assertThat(new String(init.bytes(), StandardCharsets.ISO_8859_1)).contains("avc1", "Opus", "dOps", "soun");
        });
        assertThat(heard()).hasSize(100).noneMatch(MuxerTest::isSilence);
        for (int i = 0; i < 100; i++) {
            assertThat(heard().get(i).time()).isEqualTo(960L * i);
            assertThat(heard().get(i).duration()).isEqualTo(960);
        }
    }

    @Test
    void withoutSoundThereIsOneTrack() {
        track();
        play(3);
        assertThat(inits).singleElement().extracting(Init::codecs).isEqualTo("avc1.42000A");
        assertThat(heard()).isEmpty();
        assertThat(fragments).hasSize(3);
    }

    @Test
    void soundThatDoesNotComeIsSilence() {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        track();
        for (int i = 0; i < 100; i++) {
            picture(i == 0);
            pass(40);
        }
        assertThat(heard()).isNotEmpty().allMatch(MuxerTest::isSilence);
        Fragment last = heard().get(heard().size() - 1);
        // 4 s of picture, of which the last third of a second may still get its sound
        assertThat(last.time() + last.duration()).isBetween(48_000L * 35 / 10, 48_000L * 37 / 10);
    }

    @Test
    void soundThatComesBackIsInItsPlace() {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        track();
        play(10);
        for (int i = 0; i < 25; i++) {
            picture(false);
            pass(40);
        }
        sounds += 48_000;
        sound();
        Fragment last = heard().get(heard().size() - 1);
        assertThat(isSilence(last)).isFalse();
        assertThat(last.time()).isBetween(48_000L * 14 / 10 - 2000, 48_000L * 14 / 10 + 2000);
        assertThat(heard().stream().filter(MuxerTest::isSilence).count()).isBetween(45L, 50L);
    }

    @Test
    void sendersTellBetterThanArrivals() {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        track();
        // The sound of a second was on its way for half a second more than the picture.
        picture(true);
        muxer.told(Fragment.PICTURE, (int) pictures, nanos.get());
        pass(500);
        for (int i = 0; i < 13; i++) {
            picture(false);
        }
        muxer.told(Fragment.SOUND, (int) sounds + 960, 0);
        sound();
        Fragment last = heard().get(heard().size() - 1);
        assertThat(last.time()).isLessThanOrEqualTo(960 * 10);
    }

    @Test
    void soundBesideAPictureOnHoldIsLeftOut() {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        track();
        play(10);
        int before = fragments.size();
        for (int i = 0; i < 500; i++) {
            pass(20);
            sound();
        }
        assertThat(fragments.size() - before).isLessThan(70);
    }

    @Test
    void aChangeHoldsFromAKeyFrameOn() {
        track();
        picture(true);
        muxer.sound(Optional.of(SoundFormat.OPUS));
        picture(false);
        sound();
        assertThat(inits).hasSize(1);
        assertThat(heard()).isEmpty();
        picture(true);
        sound();
        assertThat(inits).hasSize(2);
        assertThat(heard()).hasSize(1);
    }

    /** RFC 6716 table 2 and 3.2. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 480",
        "24, 0, 2880",
        "96, 0, 480",
        "104, 0, 960",
        "224, 0, 120",
        "252, 0, 960",
        "253, 0, 1920",
        "255, 3, 2880",
        "255, 63, 0"
    })
    void aPacketTellsHowLongItLasts(int first, int second, int ticks) {
        assertThat(OpusPacket.ticks(ByteBuffer.wrap(new byte[] {(byte) first, (byte) second})))
                .isEqualTo(ticks);
    }

    /** A phone whose sound card counts otherwise than its camera, for twenty minutes: what its sender reports tell keeps both together. */
    @ParameterizedTest
    @CsvSource({"500", "-500", "0"})
    void clocksThatDriftStayTogether(int millionths) {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        track();
        long soundsDue = 0;
        for (long millis = 0; millis < Duration.ofMinutes(20).toMillis(); millis += 20) {
            if (millis % 5000 == 0) {
                muxer.told(Fragment.PICTURE, (int) (90 * millis), nanos.get());
                muxer.told(Fragment.SOUND, (int) (48 * (millis + millis * millionths / 1_000_000)), nanos.get());
            }
            if (millis % 40 == 0) {
                muxer.frame(new Frame(90 * millis, millis == 0, ByteBuffer.allocate(10)));
            }
            for (; soundsDue <= millis + millis * millionths / 1_000_000; soundsDue += 20) {
                muxer.sound(new Frame(48 * soundsDue, true, ByteBuffer.wrap(PACKET)));
            }
            pass(20);
        }
        long apart = 0;
        long shown = 0;
        for (Fragment fragment : fragments) {
            shown = fragment.isPicture() ? fragment.time() / 90 : shown;
            apart = fragment.isPicture() ? apart : Math.max(apart, Math.abs(fragment.time() / 48 - shown));
        }
        assertThat(apart).isLessThan(350); // milliseconds; the drift itself comes to 600
        assertThat(heard().stream().filter(MuxerTest::isSilence).count()).isLessThan(60);
    }
}
