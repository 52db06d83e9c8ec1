import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs both receivers side by side and prints what a stream costs each. */
public final class Remux {
    private static final int FIRST_PORT = 33400;
    private static final int OUR_STREAMS = 60;
    private static final int FFMPEG_STREAMS = 6;
    private static final int WARM_SECONDS = 20;
    private static final int SETTLE_SECONDS = 4;
    private static final int MEASURED_SECONDS = 20;

    private final Path folder;
    private final String classPath;

    private Remux(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Remux remux = new Remux(Path.of(arguments[0]), arguments[1]);
        System.out.printf(
                "%-6s %14s %18s %8s   CPU of one core for each stream; goal: ratio at most 0.25%n",
                "", "tombolo", "ffmpeg -c copy", "ratio");
        Process ours = remux.ours();
        try (BufferedReader answers = ours.inputReader()) {
            answers.readLine();
            remux.warmUp();
            for (Clip clip : List.of(remux.clip("QCIF", 15), remux.clip("CIF", 25), remux.clip("720p", 30))) {
                remux.run(clip, ours, answers);
            }
        } finally {
            ours.destroyForcibly().waitFor();
        }
    }

    private Clip clip(String name, int rate) throws IOException {
        return Clip.read(folder, name, rate);
    }

    /** What is measured is a server that has run for a while: the compiler is done. */
    private void warmUp() throws IOException, InterruptedException {
        play(clip("CIF", 25), ports(FIRST_PORT, OUR_STREAMS), 3, () -> Thread.sleep(WARM_SECONDS * 1000L));
    }

    private void run(Clip clip, Process ours, BufferedReader answers) throws IOException, InterruptedException {
        List<Integer> ports = ports(FIRST_PORT, OUR_STREAMS);
        List<Process> peers = new ArrayList<>();
        try {
            for (int port : ports(FIRST_PORT + 2 * OUR_STREAMS, FFMPEG_STREAMS)) {
                ports.add(port);
                peers.add(ffmpeg(port));
            }
            play(clip, ports, 1, () -> {
                Thread.sleep(SETTLE_SECONDS * 1000L);
                measure(clip, ours, answers, peers);
            });
        } finally {
            peers.forEach(Process::destroyForcibly);
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void play(Clip clip, List<Integer> ports, int speed, Step step)
            throws IOException, InterruptedException {
        Sender sender = new Sender(clip, ports, speed);
        Thread thread = new Thread(sender, "sender");
        thread.start();
        try {
            step.run();
        } finally {
            sender.stop();
            thread.join();
        }
    }

    private static List<Integer> ports(int first, int count) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ports.add(first + 2 * i);
        }
        return ports;
    }

    private void measure(Clip clip, Process ours, BufferedReader answers, List<Process> peers)
            throws IOException, InterruptedException {
        long frames = frames(ours, answers);
        long ourStart = cpu(ours);
        long theirStart = cpu(peers);
        long start = System.nanoTime();
        Thread.sleep(MEASURED_SECONDS * 1000L);
        double elapsed = System.nanoTime() - start;
        double ourShare = (cpu(ours) - ourStart) / elapsed / OUR_STREAMS;
        double theirShare = (cpu(peers) - theirStart) / elapsed / FFMPEG_STREAMS;
        double rate = (frames(ours, answers) - frames) / (elapsed / 1e9) / OUR_STREAMS;
        System.out.printf(
                "%-6s %13.3f%% %17.3f%% %8.2f   %.1f of %d pictures/s%n",
                clip.name(), 100 * ourShare, 100 * theirShare, ourShare / theirShare, rate, clip.rate());
    }

    private Process ours() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-Xmx256m", "-cp", classPath, "Ours", "" + FIRST_PORT, "" + OUR_STREAMS)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Process ffmpeg(int port) throws IOException {
        Path sdp = folder.resolve(port + ".sdp");
        Files.writeString(
                sdp,
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=video " + port
                        + " RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 packetization-mode=1\n");
        return new ProcessBuilder(
                        "ffmpeg", "-hide_banner", "-loglevel", "quiet", "-nostdin", "-protocol_whitelist", "file,udp,rtp",
                        "-i", sdp.toString(), "-c", "copy", "-f", "mp4", "-movflags",
                        "empty_moov+default_base_moof+frag_every_frame", "-y", "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long frames(Process ours, BufferedReader answers) throws IOException {
        ours.getOutputStream().write('\n');
        ours.getOutputStream().flush();
        return Long.parseLong(answers.readLine());
    }

    private static long cpu(List<Process> processes) throws IOException {
        long sum = 0;
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new IOException("ffmpeg has ended; it could not read the stream");
            }
            sum += cpu(process);
        }
        return sum;
    }

    /** Nanoseconds on a CPU of all threads of a process, which the kernel counts exactly. */
    private static long cpu(Process process) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", "" + process.pid(), "task"))) {
            for (Path task : tasks) {
                sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }
}
