package org.tombolo.gateway.interaction.recording;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.pcm.Sound;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** The recordings of all calls. Safe for all threads; what waits for the database or the content store says so. */
public final class Recordings {
    private static final Logger log = LoggerFactory.getLogger(Recordings.class);
    private static final int STEP = 100;

    private final RecordingStore store;
    private final ContentStore content;
    private final Options options;
    private final ScheduledExecutorService writers;
    private final Clock clock;

    /**
     * How calls are recorded.
     *
     * @param allowed whether they are at all
     * @param tone whether the parties hear a tone when it begins
     * @param expiry how long each is kept
     */
    public record Options(boolean allowed, boolean tone, Duration expiry) {}

    /**
     * What is recorded.
     *
     * @param call its id
     */
    public record Subject(String call, String owner, String caller, String callee) {}

    /** @param writers write recordings, and may block */
    public Recordings(
            RecordingStore store,
            ContentStore content,
            Options options,
            ScheduledExecutorService writers,
            Clock clock) {
        this.store = store;
        this.content = content;
        this.options = options;
        this.writers = writers;
        this.clock = clock;
    }

    public Options options() {
        return options;
    }

    /** Where the files are. */
    public ContentStore content() {
        return content;
    }

    /** Begins one. Never blocks. */
    public Recorder begin(Subject subject) {
        Recorder recorder = new Recorder(() -> open(subject), writers);
        recorder.start();
        return recorder;
    }

    private Recorder.Files open(Subject subject) throws IOException {
        WavFile dual = new WavFile(content.begin(), 2);
        WavFile mixed = new WavFile(content.begin(), 1);
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Recording recording = new Recording(
                dual.id(),
                subject.call(),
                subject.owner(),
                subject.caller(),
                subject.callee(),
                dual.id(),
                mixed.id(),
                now,
                Duration.ZERO,
                now.plus(options.expiry()));
        store.begin(recording);
        return new Open(recording, dual, mixed);
    }

    private final class Open implements Recorder.Files {
        private final Recording recording;
        private final WavFile dual;
        private final WavFile mixed;

        Open(Recording recording, WavFile dual, WavFile mixed) {
            this.recording = recording;
            this.dual = dual;
            this.mixed = mixed;
        }

        @Override
        public void append(short[] both) throws IOException {
            short[] mix = new short[both.length / 2];
            for (int i = 0; i < mix.length; i++) {
                int sum = both[2 * i] + both[2 * i + 1];
                mix[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sum));
            }
            dual.append(both);
            mixed.append(mix);
        }

        @Override
        public Recording keep(Duration length) throws IOException {
            dual.keep("call-dual.wav", recording.expires());
            mixed.keep("call.wav", recording.expires());
            store.complete(recording.id(), length);
            return recording.lasting(length);
        }

        @Override
        public void abandon() {
            dual.abandon();
            mixed.abandon();
            store.forget(recording.id());
        }
    }

    // ---- what there is

    /** One that is complete. Blocks. */
    public Optional<Recording> find(String id) {
        return store.find(id);
    }

    /** Those of a call that are complete, the oldest first. Blocks. */
    public List<Recording> ofCall(String call) {
        return store.ofCall(call);
    }

    /** Those that are complete, the newest first; see {@link RecordingStore#list}. Blocks. */
    public List<Recording> list(Optional<String> owner, Optional<String> after, int limit) {
        return store.list(owner, after, limit);
    }

    /** Deletes one before its time. Blocks. */
    public void delete(Recording recording) throws IOException {
        for (String file : List.of(recording.dual(), recording.mixed())) {
            Optional<StoredFile> found = content.find(file);
            if (found.isPresent()) {
                content.delete(found.get());
            }
        }
        store.forget(recording.id());
    }

    // ---- what an earlier process left

    /** Makes what an earlier process was writing a recording that can be played, and deletes from now on what has expired. Blocks. */
    public void open() {
        store.unfinished().forEach(this::recover);
        writers.scheduleWithFixedDelay(this::sweep, 0, 1, TimeUnit.HOURS);
    }

    private void recover(Recording left) {
        try {
            Optional<ContentStore.Upload> dual = content.resume(left.dual());
            Optional<ContentStore.Upload> mixed = content.resume(left.mixed());
            if (dual.isEmpty() || mixed.isEmpty()) {
                store.forget(left.id());
                return;
            }
            WavFile file = new WavFile(dual.get(), 2);
            Duration length = Duration.ofMillis(file.samples() * 1000 / Sound.RATE);
            new Open(left, file, new WavFile(mixed.get(), 1)).keep(length);
            log.info("the recording of call {} goes as far as it was written: {} s", left.call(), length.toSeconds());
        } catch (IOException | RuntimeException e) {
            log.error("the recording of call {} is lost", left.call(), e);
        }
    }

    private void sweep() {
        try {
            for (Recording gone : store.expired(clock.instant(), STEP)) {
                delete(gone);
            }
        } catch (IOException | RuntimeException e) {
            log.error("recordings that have expired cannot be deleted", e);
        }
    }
}
