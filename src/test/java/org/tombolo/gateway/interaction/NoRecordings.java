package org.tombolo.gateway.interaction;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.gateway.interaction.recording.RecordingStore;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.storage.ContentStore;

/** A service that records nothing and has nothing. */
public final class NoRecordings {
    private NoRecordings() {}

    public static Recordings of(ScheduledExecutorService writers, Clock clock) {
        return new Recordings(
                empty(RecordingStore.class),
                empty(ContentStore.class),
                new Recordings.Options(false, false, Duration.ofDays(1)),
                writers,
                clock);
    }

    private static <T> T empty(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (p, method, args) -> {
            if (method.getReturnType().equals(List.class)) {
                return List.of();
            }
            throw new AssertionError(method + " is not expected");
        }));
    }
}
