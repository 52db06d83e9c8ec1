package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;

class TimerWheelTest {
    private final ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor();
    private final TimerWheel wheel = new TimerWheel(never, Runnable::run);
    private final List<String> fired = new ArrayList<>();

    @AfterEach
    void close() {
        wheel.close();
        never.shutdownNow();
    }

    private Timer timer(String name) {
        return wheel.timer(() -> fired.add(name));
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            wheel.tick();
        }
    }

    @Test
    void aTimerFiresOnceInItsTime() {
        timer("a").set(10);
        pass(9);
        assertThat(fired).isEmpty();
        pass(1);
        assertThat(fired).containsExactly("a");
        pass(10_000);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void aTimerThatIsSetAnewForgetsItsEarlierTime() {
        Timer timer = timer("a");
        timer.set(10);
        pass(5);
        timer.set(10);
        pass(9);
        assertThat(fired).isEmpty();
        pass(1);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void aStoppedTimerDoesNotFire() {
        Timer timer = timer("a");
        timer.set(10);
        timer.stop();
        timer.stop();
        pass(20);
        assertThat(fired).isEmpty();
    }

    @Test
    void timersOfOneSlotFireInTheirOwnTurn() {
        timer("late").set(3 + 4096);
        timer("soon").set(3);
        pass(3);
        assertThat(fired).containsExactly("soon");
        pass(4096);
        assertThat(fired).containsExactly("soon", "late");
    }

    @Test
    void aTaskMaySetItsTimerAgain() {
        Timer[] self = new Timer[1];
        self[0] = wheel.timer(() -> {
            fired.add("again");
            self[0].set(2);
        });
        self[0].set(2);
        pass(10);
        assertThat(fired).hasSize(5);
    }
}
