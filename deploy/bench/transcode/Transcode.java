import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Loader;
import org.tombolo.media.transcode.ChildTranscoder;
import org.tombolo.media.transcode.Installation;
import org.tombolo.metrics.prometheus.PrometheusMetrics;

/** Runs both side by side and prints what a stream costs each. */
public final class Transcode {
    private static final int OUR_STREAMS = 10;
    private static final int FFMPEG_STREAMS = 5;
    private static final int WARM_SECONDS = 12;
    private static final int MEASURED_SECONDS = 20;
    /** What the transcoder gives such pictures. */
    private static final int BITS_A_PIXEL = 5;

    private final Path folder;
    private final ChildTranscoder transcoder;

    private Transcode(Path folder) {
        this.folder = folder;
        Path beside = Path.of("target", "transcoder");
        this.transcoder = new ChildTranscoder(
                Installation.find(beside, folder.resolve("scratch"), 768).orElseThrow(),
                new ChildTranscoder.Options(OUR_STREAMS, 1, Duration.ofMinutes(1), Duration.ofSeconds(5), 2),
                Executors.newSingleThreadScheduledExecutor(),
                new PrometheusMetrics());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Transcode bench = new Transcode(Path.of(arguments[0]));
        System.out.printf(
                "%-5s %10s %10s %7s  %s%n", "", "tombolo", "ffmpeg", "ratio",
                "CPU of one core for each stream; goal: ratio at most 0.85. Added delay; goal: p95 at CIF at most 5 ms");
        bench.run("QCIF", Clip.read(bench.folder, "QCIF", 15));
        bench.run("CIF", Clip.read(bench.folder, "CIF", 25));
        bench.transcoder.close();
        System.exit(0);
    }

    private void run(String name, Clip clip) throws IOException, InterruptedException {
        List<Process> peers = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        try (OutputStream sink = new FileOutputStream("/dev/null")) {
            for (int i = 0; i < OUR_STREAMS; i++) {
                streams.add(new Stream(transcoder, clip, sink));
            }
            for (int i = 0; i < FFMPEG_STREAMS; i++) {
                peers.add(ffmpeg(clip));
            }
            Thread sender = sender(clip, streams);
            Thread.sleep(WARM_SECONDS * 1000L);
            measure(name, clip, streams, peers);
            sender.interrupt();
            sender.join();
            streams.forEach(Stream::close);
        } finally {
            peers.forEach(Process::destroyForcibly);
        }
    }

    /** In real time, spread over the time of a picture. */
    private static Thread sender(Clip clip, List<Stream> streams) {
        Thread thread = new Thread(
                () -> {
                    long step = 1_000_000_000L / clip.rate() / streams.size();
                    long next = System.nanoTime();
                    for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % streams.size()) {
                        next += step;
                        LockSupport.parkNanos(next - System.nanoTime());
                        streams.get(i).next();
                    }
                },
                "sender");
        thread.start();
        return thread;
    }

    private void measure(String name, Clip clip, List<Stream> streams, List<Process> peers)
            throws IOException, InterruptedException {
        streams.forEach(Stream::delays);
        int made = made(streams);
        long ours = ours(peers);
        long theirs = cpu(peers);
        long start = System.nanoTime();
        Thread.sleep(MEASURED_SECONDS * 1000L);
        double elapsed = System.nanoTime() - start;
        double ourShare = (ours(peers) - ours) / elapsed / OUR_STREAMS;
        double theirShare = (cpu(peers) - theirs) / elapsed / FFMPEG_STREAMS;
        double rate = (made(streams) - made) / (elapsed / 1e9) / OUR_STREAMS;
        long[] delays = streams.stream().flatMap(s -> s.delays().stream()).mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%-5s %9.2f%% %9.2f%% %7.2f  delay p50 %.1f ms, p95 %.1f ms; %.1f of %d pictures/s%n",
                name, 100 * ourShare, 100 * theirShare, ourShare / theirShare, at(delays, 50), at(delays, 95), rate,
                clip.rate());
    }

    private static int made(List<Stream> streams) {
        return streams.stream().mapToInt(Stream::made).sum();
    }

    private static double at(long[] sorted, int percent) {
        return sorted[(sorted.length - 1) * percent / 100] / 1e6;
    }

    /** The program of the transcoder's own build, with the settings of the transcoder's encoder, and no more threads than that has. */
    private Process ffmpeg(Clip clip) throws IOException {
        String program = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        int bits = Math.max(64_000, clip.width() * clip.height() / BITS_A_PIXEL * 25);
        List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-loglevel", "quiet", "-nostdin"));
        command.addAll(List.of("-re", "-stream_loop", "-1", "-threads", "1", "-f", "h263", "-framerate", "" + clip.rate()));
        command.addAll(List.of("-i", clip.file().toString(), "-c:v", "libopenh264", "-threads", "1"));
        command.addAll(List.of("-profile:v", "constrained_baseline", "-rc_mode", "bitrate", "-allow_skip_frames", "0"));
        command.addAll(List.of("-b:v", "" + bits, "-g", "300", "-f", "mp4", "-movflags"));
        command.addAll(List.of("empty_moov+default_base_moof+frag_every_frame", "-y", "/dev/null"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                .start();
    }

    /** This process and the transcoder's. */
    private static long ours(List<Process> peers) throws IOException {
        List<Long> theirs = peers.stream().map(Process::pid).toList();
        long sum = cpu(ProcessHandle.current().pid());
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            sum += theirs.contains(child.pid()) ? 0 : cpu(child.pid());
        }
        return sum;
    }

    private static long cpu(List<Process> processes) throws IOException {
        long sum = 0;
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new IOException("ffmpeg has ended; it could not read the clip");
            }
            sum += cpu(process.pid());
        }
        return sum;
    }

    /** Nanoseconds on a CPU of all threads of a process, which the kernel counts exactly. */
    private static long cpu(long pid) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", "" + pid, "task"))) {
            for (Path task : tasks) {
                sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }
}
