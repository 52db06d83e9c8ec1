package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.media.rtp.SourceGate.Verdict.CHANGES;
import static org.tombolo.media.rtp.SourceGate.Verdict.KEPT;
import static org.tombolo.media.rtp.SourceGate.Verdict.REFUSED;
import static org.tombolo.media.rtp.SourceGate.Verdict.STARTS;
import static org.tombolo.media.rtp.SourceGate.Verdict.TAKEN;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RFC 3550 A.1 and 11: one port and one source at a time. */
class SourceGateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int AGREED = 5000;

    private final SourceGate gate = new SourceGate();
    private final RtpPacket view = new RtpPacket();
    private final ByteBuffer datagram = ByteBuffer.allocate(20);
    private long now = SECOND;

    private SourceGate.Verdict judge(int ssrc, int sequence) {
        datagram.put(0, (byte) 0x80)
                .put(1, (byte) 96)
                .putShort(2, (short) sequence)
                .putInt(8, ssrc);
        view.wrap(datagram);
        return gate.judge(view, now);
    }

    @Test
    void aSourceThatShowsTwoPacketsInARowTakesOverWithBoth() {
        assertThat(judge(1, 10)).isEqualTo(STARTS);
        assertThat(judge(1, 11)).isEqualTo(TAKEN);
        assertThat(judge(2, 700)).isEqualTo(KEPT);
        assertThat(judge(1, 12)).isEqualTo(TAKEN);
        assertThat(judge(2, 701)).isEqualTo(CHANGES);
        assertThat(gate.first().ssrc()).isEqualTo(2);
        assertThat(gate.first().sequence()).isEqualTo(700);
        assertThat(judge(2, 702)).isEqualTo(TAKEN);
    }

    /** Two that send at the same time do not turn the stream to and fro. */
    @Test
    void theSourceBeforeDoesNotComeBackWhileTheNewOneSends() {
        judge(1, 10);
        judge(2, 700);
        judge(2, 701);
        now += SECOND / 2;
        assertThat(judge(2, 702)).isEqualTo(TAKEN);
        assertThat(judge(1, 11)).isEqualTo(REFUSED);
        assertThat(judge(1, 12)).isEqualTo(REFUSED);
        now += 2 * SECOND;
        assertThat(judge(1, 13)).isEqualTo(KEPT);
        assertThat(judge(1, 14)).isEqualTo(CHANGES);
    }

    /** However many sources are made up, the stream goes on, nothing grows, and it does not change with each. */
    @Test
    void aMillionSourcesChangeNothing() {
        judge(1, 0);
        int taken = 0;
        int changes = 0;
        for (int i = 0; i < 1_000_000; i++) {
            now += 1000;
            SourceGate.Verdict verdict = judge(100 + i, i);
            changes += verdict == CHANGES ? 1 : 0;
            taken += i % 1000 == 0 && judge(1, i / 1000 + 1) == TAKEN ? 1 : 0;
        }
        assertThat(changes).isZero();
        assertThat(taken).isEqualTo(1000);
    }

    @Test
    void evenTwoPacketsOfEachChangeItFiveTimesASecondAtMost() {
        judge(1, 0);
        int changes = 0;
        for (int i = 0; i < 1_000_000; i++) {
            now += 1000;
            judge(100 + i, 1);
            changes += judge(100 + i, 2) == CHANGES ? 1 : 0;
        }
        assertThat(changes).isBetween(1, 6);
    }

    @Test
    void thePortOfTheDescriptionGoesBeforeAllOthers() {
        assertThat(gate.takes(6000, AGREED, now)).isTrue();
        judge(1, 1);
        assertThat(gate.takes(7000, AGREED, now)).isFalse();
        assertThat(gate.takes(AGREED, AGREED, now)).isTrue();
        assertThat(gate.takes(6000, AGREED, now)).isFalse();
        now += 2 * SECOND;
        assertThat(gate.takes(6000, AGREED, now)).isTrue();
    }
}
