package org.tombolo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void opensWhenNothingIsAgainstIt() {
        Opening opening = new Opening(Optional::empty, opened::incrementAndGet);
        assertThat(opening.obstacle()).isEqualTo("starting");
        opening.run();
        assertThat(opened).hasValue(1);
    }

    @Test
    void aRefusalIsTold() {
        Opening opening = new Opening(() -> Optional.of("SIP is open to everybody"), opened::incrementAndGet);
        opening.run();
        assertThat(opened).hasValue(0);
        assertThat(opening.obstacle()).isEqualTo("SIP is open to everybody");
    }

    @Test
    void aFailureIsToldWithoutItsDetails() {
        Opening opening = new Opening(Optional::empty, () -> {
            throw new IllegalStateException("jdbc:h2:secret");
        });
        opening.run();
        assertThat(opening.obstacle()).isEqualTo("the start failed, see the log");
    }
}
