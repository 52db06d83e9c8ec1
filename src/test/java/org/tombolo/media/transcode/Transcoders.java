package org.tombolo.media.transcode;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.tombolo.metrics.prometheus.PrometheusMetrics;

/** The real transcoder, of what is compiled. */
public final class Transcoders {
    private static final int MEGABYTES = 512;

    private Transcoders() {}

    /** Native libraries stay from one run to the next. */
    public static ChildTranscoder start(ChildTranscoder.Options options) {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("bytedeco") || entry.endsWith("classes"))
                .map(Path::of)
                .toList();
        Path scratch = Path.of("target", "transcoder-scratch").toAbsolutePath();
        return new ChildTranscoder(
                new Installation(classPath, scratch, MEGABYTES),
                options,
                Executors.newSingleThreadScheduledExecutor(),
                new PrometheusMetrics());
    }

    /** Kills its process, as a crash of native code would. */
    public static void crash(ChildTranscoder transcoder) {
        transcoder.pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }
}
