package org.tombolo.sip.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.tombolo.trace.SessionId;

class SerialExecutorTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final SerialExecutor executor = new SerialExecutor(pool, new SessionId("session-1"));

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void runsInOrderOnManyThreads() {
        List<Integer> seen = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> executor.execute(() -> seen.add(i)));
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        executor.execute(() -> done.add(1));
        await().until(() -> !done.isEmpty());
        assertThat(seen).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void goesOnAfterAStepThatFails() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        executor.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        executor.execute(() -> seen.add("next"));
        await().until(() -> seen.contains("next"));
    }

    @Test
    void namesTheSessionInTheLogOnlyWhileItsWorkRuns() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        executor.execute(() -> seen.add(String.valueOf(MDC.get("session"))));
        await().until(() -> seen.contains("session-1"));
        pool.execute(() -> seen.add(String.valueOf(MDC.get("session"))));
        await().until(() -> seen.contains("null"));
    }

    @Test
    void dropsWorkOnceClosed() {
        executor.close();
        executor.execute(() -> {
            throw new AssertionError("must not run");
        });
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        pool.execute(() -> seen.add("pool lives"));
        await().until(() -> seen.contains("pool lives"));
    }
}
