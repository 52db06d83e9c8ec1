package org.tombolo.gateway.convergence;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.WebUser;
import org.tombolo.metrics.Metrics;

/** Records shares into the gallery of whoever they are for, when she or a rule wants it. Safe for all threads. */
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Gallery gallery;
    private final Associations associations;
    private final Options options;
    private final List<GalleryItem> interrupted;
    private final ExecutorService writers;
    private final Counts counts;
    private final Clock clock;

    /**
     * What the recorder is told by the settings.
     *
     * @param rule for those who have not said
     * @param longest how long a recording may be
     */
    public record Options(KeepRule rule, Duration longest) {}

    /** What is counted. */
    record Counts(
            Metrics.Counter kept,
            Metrics.Counter recovered,
            Metrics.Counter failed,
            Metrics.Counter refused,
            Metrics.Counter gaps) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_recordings_total", "result", "kept"),
                    metrics.counter("tombolo_recordings_total", "result", "recovered"),
                    metrics.counter("tombolo_recordings_total", "result", "failed"),
                    metrics.counter("tombolo_recordings_total", "result", "refused"),
                    metrics.counter("tombolo_recording_gaps_total"));
        }
    }

    /**
     * @param interrupted what an earlier process was recording when it died
     * @param writers a thread for each recording; refuses those for which there is none
     */
    public Recorder(
            Gallery gallery,
            Associations associations,
            Options options,
            List<GalleryItem> interrupted,
            ExecutorService writers,
            Metrics metrics,
            Clock clock) {
        this.gallery = gallery;
        this.associations = associations;
        this.options = options;
        this.interrupted = List.copyOf(interrupted);
        this.writers = writers;
        this.counts = Counts.of(metrics);
        this.clock = clock;
    }

    /** Finishes what an earlier process was recording when it died, in the background. */
    public void recover() {
        if (!interrupted.isEmpty()) {
            writers.execute(() -> interrupted.forEach(this::recover));
        }
    }

    private void recover(GalleryItem item) {
        if (new RecordedFile(gallery, item).recover()) {
            counts.recovered().increment();
            LOG.info("recording {} was interrupted and is kept as far as it came", item.id());
        } else {
            counts.failed().increment();
        }
    }

    /**
     * Records a live share from now on, when it is to be kept.
     *
     * @param service that the phone named for it
     * @param told what becomes of it, in words; on any thread
     */
    void record(Share share, Optional<VideoShare> service, LiveStream stream, Consumer<String> told) {
        Optional<WebUser> owner = associations
                .webOf(share.to(), Association.Service.VIDEO)
                .filter(WebUser.class::isInstance)
                .map(WebUser.class::cast);
        owner.ifPresent(who -> {
            boolean ruled = options.rule().keeps(share.to(), service);
            stream.join().ifPresent(pictures -> record(share, who, ruled, pictures, told));
        });
    }

    private void record(Share share, WebUser owner, boolean ruled, Viewer pictures, Consumer<String> told) {
        try {
            writers.execute(() -> {
                if (gallery.keepsShares(owner).orElse(ruled)) {
                    new Recording(gallery, owner, share.from().text(), pictures, options.longest(), counts, told, clock)
                            .run();
                } else {
                    pictures.close();
                }
            });
        } catch (RejectedExecutionException e) {
            pictures.close();
            counts.refused().increment();
            told.accept("not recorded: too many shares are");
        }
    }

    /** Waits for what is being written to be finished; what is not, is when we start again. The shares must have ended. */
    @Override
    public void close() {
        writers.shutdown();
        try {
            if (!writers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                writers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
