package org.tombolo.media.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tombolo.media.rtp.Packets;

class LipSyncTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;

    private final AtomicLong nanos = new AtomicLong(50 * SECOND);
    private final LipSync lipSync = new LipSync(nanos::get);

    private static long ntp(long seconds, int thousandths) {
        return seconds << 32 | ((long) thousandths << 32) / 1000;
    }

    /** Both reports tell of the phone's clock; that the second one was late on the network changes nothing. */
    @Test
    void bothStreamsFollowThePhonesClock() {
        assertThat(lipSync.local(ntp(1000, 0))).isEqualTo(50 * SECOND);
        nanos.addAndGet(400 * MILLI);
        assertThat(lipSync.local(ntp(1000, 250)) - 50 * SECOND).isBetween(250 * MILLI - 1, 250 * MILLI);
    }

    @Test
    void aClockThatIsSetAnewIsFollowed() {
        lipSync.local(ntp(1000, 0));
        nanos.addAndGet(SECOND);
        assertThat(lipSync.local(ntp(3_000_000, 0))).isEqualTo(51 * SECOND);
    }

    /** RFC 3550 6.4.1: of two streams, what was taken at the same time is reported as the same time. */
    @Test
    void relaysReportTheTimeOfTaking() {
        Relay sound = new Relay(1, 8000, nanos::get);
        Relay picture = new Relay(2, 90_000, nanos::get);
        PacketRelay audio = new PacketRelay(sound, lipSync);
        VideoRelay video = new VideoRelay(picture, lipSync, () -> new byte[0]);
        audio.packet(Packets.view(Packets.of(1, 160, false, (byte) 1)));
        audio.clock(ntp(1000, 0), 160);
        // The picture of that moment comes half a second later: it took its time in the encoder.
        nanos.addAndGet(500 * MILLI);
        video.packet(Packets.view(Packets.of(1, 90_000, true, (byte) 0x65, (byte) 0x80)));
        video.clock(ntp(1000, 0), 90_000);
        assertThat(List.of(sound.timestampNow(), picture.timestampNow())).containsExactly(160 + 4000, 90_000 + 45_000);
    }
}
