package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(2, 3);
    private final List<Runnable> started = new ArrayList<>();

    @Test
    void aLaneThatIsRefusedLeavesNothingBehind() {
        assertThat(lanes.offer("a", started::add)).isTrue();
        assertThat(lanes.offer("a", started::add)).isTrue();
        assertThat(lanes.offer("b", started::add)).isTrue();
        assertThat(lanes.offer("c", started::add)).isFalse();
        assertThat(lanes.busy()).isEqualTo(2);

        for (int i = 0; i < 3; i++) {
            started.get(i).run();
        }
        assertThat(lanes.busy()).isZero();
        assertThat(lanes.offer("c", started::add)).isTrue();
    }
}
