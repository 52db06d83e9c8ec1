package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.gateway.convergence.Audience.Way;

class AudienceTest {
    private final MovingClock clock = new MovingClock();
    private final Audience audience = new Audience(clock);
    private final List<String> ended = new ArrayList<>();

    private boolean enter(String name, Way way, AtomicBoolean present) {
        return audience.enter(name, way, present::get, () -> ended.add(name + " " + way));
    }

    private List<String> names() {
        return audience.members().stream().map(Audience.Member::name).toList();
    }

    @Test
    void eachViewerIsListedOnceWithAllHerWays() {
        enter("alice", Way.WEBRTC, new AtomicBoolean(true));
        clock.move(Duration.ofSeconds(5));
        enter("bob", Way.RTSP, new AtomicBoolean(true));
        enter("alice", Way.HTTP, new AtomicBoolean(true));
        audience.asks("alice");
        assertThat(names()).containsExactly("alice", "bob");
        assertThat(audience.members().get(0).ways()).isEqualTo(Set.of(Way.WEBRTC, Way.HTTP, Way.HLS));
        assertThat(audience.members().get(0).since()).isEqualTo(clock.instant().minusSeconds(5));
    }

    @Test
    void whoIsGoneIsNotListed() {
        AtomicBoolean present = new AtomicBoolean(true);
        enter("alice", Way.WEBRTC, present);
        audience.asks("bob");
        present.set(false);
        clock.move(Duration.ofSeconds(16));
        assertThat(names()).isEmpty();
    }

    @Test
    void whoIsRemovedLosesEveryConnectionAndComesBackByNone() {
        enter("alice", Way.WEBRTC, new AtomicBoolean(true));
        enter("alice", Way.HTTP, new AtomicBoolean(true));
        enter("alice", Way.RTSP, new AtomicBoolean(true));
        enter("bob", Way.WEBRTC, new AtomicBoolean(true));
        assertThat(audience.asks("alice")).isTrue();
        assertThat(audience.remove("alice")).isTrue();
        assertThat(ended).containsExactly("alice WEBRTC", "alice HTTP", "alice RTSP");
        assertThat(names()).containsExactly("bob");
        assertThat(audience.admits("alice")).isFalse();
        assertThat(audience.asks("alice")).isFalse();
        assertThat(enter("alice", Way.WEBRTC, new AtomicBoolean(true))).isFalse();
        assertThat(ended).hasSize(4);
        assertThat(audience.remove("carol")).isFalse();
        assertThat(audience.admits("carol")).isTrue();
    }

    @Test
    void manyWhoComeAndGoTakeNoMemory() {
        for (int i = 0; i < 50_000; i++) {
            assertThat(enter("viewer" + i, Way.HTTP, new AtomicBoolean(false))).isTrue();
        }
        assertThat(names()).isEmpty();
    }
}
