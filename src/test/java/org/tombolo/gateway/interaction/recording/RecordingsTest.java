package org.tombolo.gateway.interaction.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interaction.event.TestStore;
import org.tombolo.gateway.interaction.sound.Tap;
import org.tombolo.peer.Tone;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;

/** Recordings in a directory and a real database, one party 440 Hz and the other one 600 Hz. */
class RecordingsTest {
    private static final Recordings.Subject SUBJECT =
            new Recordings.Subject("call-1", "client:demo", "+15550001", "+15550002");

    private final ScheduledExecutorService speakers = Executors.newScheduledThreadPool(2);
    private ScheduledExecutorService writers = Executors.newScheduledThreadPool(1);
    private TestStore store;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        store = TestStore.inMemory();
    }

    @AfterEach
    void close() {
        speakers.shutdownNow();
        writers.shutdownNow();
        store.close();
    }

    private Recordings recordings() throws IOException {
        Set<String> left = store.recordings.unfinished().stream()
                .flatMap(r -> Stream.of(r.dual(), r.mixed()))
                .collect(Collectors.toSet());
        DirectoryStore files =
                new DirectoryStore(folder, 1 << 28, Duration.ofDays(1), left, new SecureRandom(), Clock.systemUTC());
        return new Recordings(
                store.recordings,
                files,
                new Recordings.Options(true, false, Duration.ofDays(1)),
                writers,
                Clock.systemUTC());
    }

    private void speak(Tap tap, int channel, int hertz) {
        int[] at = {channel * 1_000_000_000};
        speakers.scheduleAtFixedRate(
                () -> {
                    short[] samples = new short[160];
                    for (int i = 0; i < samples.length; i++) {
                        samples[i] = (short) (9000 * Math.sin(2 * Math.PI * hertz * (at[0] + i) / 8000));
                    }
                    tap.heard(channel, at[0], samples, samples.length);
                    at[0] += samples.length;
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
    }

    private static byte[] file(Recordings recordings, String id) throws IOException {
        StoredFile file = recordings.content().find(id).orElseThrow();
        ByteBuffer octets = ByteBuffer.allocate((int) file.size());
        try (SeekableByteChannel in = recordings.content().open(file)) {
            while (octets.hasRemaining() && in.read(octets) >= 0) {}
        }
        return octets.array();
    }

    private void awaitWritten() {
        await().until(() -> Optional.ofNullable(folder.toFile().listFiles()).stream()
                .flatMap(Stream::of)
                .anyMatch(f -> f.length() > 16_000));
    }

    @Test
    void eachPartyHasAChannelAndBothAreInTheMix() throws Exception {
        Recordings recordings = recordings();
        Recorder recorder = recordings.begin(SUBJECT);
        speak(recorder, 0, 440);
        speak(recorder, 1, 600);
        awaitWritten();
        Recording kept = recorder.stop().get(5, TimeUnit.SECONDS).orElseThrow();
        assertThat(recordings.ofCall("call-1")).containsExactly(kept);
        assertThat(recordings.list(Optional.of("client:other"), Optional.empty(), 10))
                .isEmpty();
        byte[] dual = file(recordings, kept.dual());
        assertThat(Tone.strongest(dual, 0, 440, 600)).isEqualTo(440);
        assertThat(Tone.strongest(dual, 1, 440, 600)).isEqualTo(600);
        assertThat(Tone.strongest(file(recordings, kept.mixed()), 0, 440, 600, 800))
                .isIn(440, 600);
        recordings.delete(kept);
        assertThat(recordings.find(kept.id())).isEmpty();
        assertThat(recordings.content().find(kept.dual())).isEmpty();
    }

    @Test
    void whatAProcessThatDiedWasWritingCanBePlayed() throws Exception {
        Recorder recorder = recordings().begin(SUBJECT);
        speak(recorder, 0, 440);
        speak(recorder, 1, 600);
        awaitWritten();
        writers.shutdownNow();
        assertThat(writers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(store.recordings.ofCall("call-1")).isEmpty();
        writers = Executors.newScheduledThreadPool(1);
        Recordings next = recordings();
        next.open();
        Recording kept = next.ofCall("call-1").get(0);
        assertThat(kept.length()).isPositive();
        assertThat(Tone.strongest(file(next, kept.dual()), 1, 440, 600)).isEqualTo(600);
    }
}
