package org.tombolo.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tombolo.web.health.Health.State;

class HealthResourceTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final HealthResource health = new HealthResource(
            List.of(new Health.Check("database", () -> State.up("asked " + asked.incrementAndGet()))),
            Runnable::run,
            nanos::get);

    @Test
    void anAnswerIsGoodForASecond() {
        HealthResource.Ready first = health.answer();
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(health.answer()).isSameAs(first);
        assertThat(asked).hasValue(1);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(health.answer().checks())
                .extractingByKey("database")
                .isEqualTo(new HealthResource.View("up", "asked 2"));
    }
}
