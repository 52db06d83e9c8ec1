package org.tombolo.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.tombolo.media.Frame;
import org.tombolo.media.FrameClock;
import org.tombolo.media.H264Track;

/** ISO/IEC 14496-12 8.8; what ffprobe says of whole streams is in {@code RtpToMp4IT}. */
class FragmenterTest {
    private final Fragmenter fragmenter = new Fragmenter();
    private final FrameClock clock = new FrameClock(90_000);

    private record Sample(long decoded, int duration, int size, int flags, int offset) {}

    private Sample next(long time, boolean key) {
        Frame frame = new Frame(time, key, ByteBuffer.wrap(new byte[7]));
        clock.advance(time);
        ByteBuffer out = ByteBuffer.wrap(fragmenter.picture(frame, clock).bytes());
        assertThat(out.getInt(0)).as("moof").isEqualTo(104);
        assertThat(out.getInt(104)).as("mdat").isEqualTo(8 + 7);
        assertThat(out.capacity()).isEqualTo(104 + 15);
        int trun = 68;
        assertThat(out.getInt(trun + 16)).as("data offset").isEqualTo(112);
        return new Sample(
                out.getLong(60),
                out.getInt(trun + 20),
                out.getInt(trun + 24),
                out.getInt(trun + 28),
                out.getInt(trun + 32));
    }

    @Test
    void timesStartAtZeroAndFollowTheClock() {
        assertThat(next(1_000_000, true)).isEqualTo(new Sample(0, 3600, 7, 0x0200_0000, 0));
        assertThat(next(1_003_000, false)).isEqualTo(new Sample(3000, 3000, 7, 0x0101_0000, 0));
        assertThat(next(1_009_000, false)).isEqualTo(new Sample(9000, 6000, 7, 0x0101_0000, 0));
    }

    @Test
    void aJumpOfTheClockClosesUp() {
        next(0, true);
        next(3000, false);
        assertThat(next(90_000L * 3600, true).decoded()).isEqualTo(6000);
        assertThat(next(-5, true).decoded()).isEqualTo(9000);
    }

    @Test
    void picturesOutOfOrderGetOffsets() {
        long[] shown = {0, 9000, 3000, 6000, 18_000, 12_000, 15_000, 27_000, 21_000, 24_000, 36_000, 30_000, 33_000};
        for (int i = 0; i < shown.length; i++) {
            Sample fragment = next(shown[i], i == 0);
            assertThat(fragment.decoded() + fragment.offset()).isEqualTo(shown[i]);
            if (i > 6) {
                assertThat(fragment.decoded()).isEqualTo(3000L * (i - 1));
            }
        }
    }

    @Property
    void decodingTimesGrowWhateverTheClockDoes(@ForAll List<Long> times) {
        FrameClock subject = new FrameClock(90_000);
        long last = -1;
        for (long time : times) {
            subject.advance(time);
            assertThat(subject.decoded()).isGreaterThan(last);
            last = subject.decoded();
        }
    }

    @Test
    void theInitSegmentHoldsTheTrack() {
        byte[] sps = {0x67, 0x42, (byte) 0xC0, 0x0A, 1};
        byte[] pps = {0x68, 2};
        byte[] init = InitSegment.of(new H264Track(List.of(sps), List.of(pps), 176, 144), Optional.empty());
        String text = new String(init, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("ftyp", "moov", "trex", "avcC");
        int at = text.indexOf("avcC") + 4;
        assertThat(text.substring(at))
                .startsWith("\u0001B\u00C0\n\u00FF\u00E1\u0000\u0005gB\u00C0\n\u0001\u0001\u0000\u0002h\u0002");
    }
}
