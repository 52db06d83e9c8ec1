package org.tombolo.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.tombolo.config.Settings;
import org.tombolo.media.transcode.ChildTranscoder;
import org.tombolo.media.transcode.Installation;
import org.tombolo.media.transcode.NoTranscoder;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.TranscoderStatus;
import org.tombolo.web.health.Health;

/** The transcoder, where it is installed. */
final class TranscoderService {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TranscoderService() {}

    static Transcoder build(Foundation foundation, Application.Closing closing) {
        Settings.Transcoder settings = foundation.settings().media().transcoder();
        Optional<Installation> installation = settings.directory()
                .flatMap(directory -> Installation.find(
                        directory, foundation.settings().data().resolve("transcoder"), settings.megabytes()));
        if (installation.isEmpty()) {
            return new NoTranscoder();
        }
        var options = new ChildTranscoder.Options(
                settings.videos(),
                settings.sounds(),
                IDLE,
                PATIENCE,
                Runtime.getRuntime().availableProcessors());
        return closing.closing(new ChildTranscoder(
                installation.get(),
                options,
                Executors.newSingleThreadScheduledExecutor(Threads.named("transcoder")),
                foundation.metrics()));
    }

    static Health.State health(TranscoderStatus status) {
        return switch (status.state()) {
            case ABSENT -> Health.State.absent(status.words());
            case READY -> Health.State.up(status.words());
            case FAILING -> Health.State.degraded(status.words());
        };
    }
}
