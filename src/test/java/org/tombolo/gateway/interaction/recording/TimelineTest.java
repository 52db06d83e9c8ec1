package org.tombolo.gateway.interaction.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();

    @Test
    void packetsLieWhereTheirTimestampsSayHoweverTheyCome() {
        put(0, 1000, 160, 1, 160);
        put(0, 1320, 160, 3, 480);
        put(0, 1160, 160, 2, 490);
        short[] both = timeline.fetch(480);
        assertThat(both[0]).isEqualTo((short) 1);
        assertThat(both[2 * 160]).isEqualTo((short) 2);
        assertThat(both[2 * 320]).isEqualTo((short) 3);
        assertThat(both[1]).isZero();
    }

    @Test
    void whatNobodySaysIsSilence() {
        put(1, 0, 160, 7, 160);
        put(1, 1600, 160, 8, 1760);
        short[] both = timeline.fetch(1760);
        assertThat(both[2 * 159 + 1]).isEqualTo((short) 7);
        assertThat(both[2 * 160 + 1]).isZero();
        assertThat(both[2 * 1600 + 1]).isEqualTo((short) 8);
    }

    /** Another source begins its timestamps anywhere. */
    @Test
    void aJumpOfTheTimestampGoesOnNow() {
        put(0, 1000, 160, 1, 160);
        put(0, 900_000_000, 160, 2, 320);
        short[] both = timeline.fetch(320);
        assertThat(both[2 * 160]).isEqualTo((short) 2);
    }

    @Test
    void onlyWhatCannotChangeAnyMoreIsReady() {
        assertThat(timeline.ready(4000)).isZero();
        assertThat(timeline.ready(12_000)).isEqualTo(8000);
        assertThat(timeline.ready(1_000_000)).isEqualTo(Timeline.KEPT);
    }

    private void put(int channel, int timestamp, int count, int value, long now) {
        short[] samples = new short[count];
        Arrays.fill(samples, (short) value);
        timeline.put(channel, timestamp, samples, count, now);
    }
}
