package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Rtp;
import org.tombolo.store.jdbc.Database;
import org.tombolo.store.jdbc.JdbcGallery;

/** ffmpeg sends pictures, the recorder's process is killed in the middle, ffprobe judges what is left. */
class RecordingIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int RATE = 15;

    @TempDir
    Path data;

    @Test
    void whatWasRecordedIsPlayableAfterKill9() throws Exception {
        int port = Ports.free(4);
        Process recorder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordingProcess.class.getName(),
                        data.toString(),
                        String.valueOf(port))
                .inheritIO()
                .start();
        try (Rtp camera = Rtp.h264("127.0.0.1", port, 96, "176x144", RATE, Duration.ofSeconds(60))) {
            Path written = await().atMost(LONG).until(this::written, path -> Files.exists(path) && size(path) > 30_000);
            assertThat(camera).isNotNull();
            recorder.destroyForcibly().waitFor();
            assertThat(frames(written)).as("what the dead process left").isGreaterThan(RATE);
        } finally {
            recorder.destroyForcibly();
        }
        try (Database database = RecordingProcess.database(data)) {
            recovered(new JdbcGallery(database.jdbi()));
        }
    }

    /** The next process gives it an index, by which players know its length and find their way. */
    private void recovered(JdbcGallery items) throws Exception {
        Recordings recordings = new Recordings(
                data.resolve("files"), items, Recordings.MOST, Duration.ofHours(1), new Fakes.Counters());
        recordings.recorder.recover();
        recordings.recorder.close();
        List<GalleryItem> kept = recordings.gallery.list(Recordings.ALICE, "", 10);
        assertThat(kept).hasSize(1);
        double seconds = kept.get(0).length().orElseThrow().toMillis() / 1000.0;
        Path file = data.resolve("files").resolve(kept.get(0).id());
        assertThat(Files.size(file)).isEqualTo(kept.get(0).size());
        JsonNode format = probe(file, "-show_format").path("format");
        assertThat(format.path("duration").asDouble()).isBetween(seconds - 0.1, seconds + 0.1);
        assertThat(frames(file)).isBetween((int) (seconds * RATE) - 2, (int) (seconds * RATE) + 2);
        assertThat(errors(file)).isEmpty();
        assertThat(items.unfinished()).isEmpty();
    }

    private Path written() throws IOException {
        if (!Files.isDirectory(data.resolve("files"))) {
            return data.resolve("none");
        }
        try (var all = Files.list(data.resolve("files"))) {
            return all.filter(path -> path.toString().endsWith(".part"))
                    .findFirst()
                    .orElse(data.resolve("none"));
        }
    }

    private static long size(Path path) {
        return path.toFile().length();
    }

    private static int frames(Path file) throws Exception {
        return probe(file, "-count_frames", "-show_streams", "-select_streams", "v")
                .path("streams")
                .path(0)
                .path("nb_read_frames")
                .asInt();
    }

    private static JsonNode probe(Path file, String... what) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "json"));
        command.addAll(List.of(what));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).start();
        return new ObjectMapper().readTree(process.getInputStream().readAllBytes());
    }

    /** What ffmpeg complains of when it decodes from the middle on, which it finds by the index. */
    private static String errors(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        "ffmpeg", "-v", "error", "-ss", "1", "-i", file.toString(), "-f", "null", "-")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
