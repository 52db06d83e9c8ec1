import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The peer of all sessions: one thread, MSRP as text, nothing of the product. Each session says something, waits for the 200 and for the echo, and says the next. */
final class Load {
    /** Sessions that talk at the same time; they take turns. */
    private static final int TALKING = 500;

    private static final String TEXT = "Shall I compare thee to a summer's day? Thou art more lovely and more temperate.";

    private final List<String> paths;
    private final int shared;
    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 18);
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Talk> waiting = new HashMap<>();
    private final ArrayDeque<Talk> silent = new ArrayDeque<>();
    private final long[] times = new long[1 << 20];
    private int timed;
    private long number;
    private long in;
    private long out;
    private long wrong;
    private boolean talking;

    /** One connection. */
    private static final class Line {
        private final SocketChannel channel;
        private final StringBuilder text = new StringBuilder();

        Line(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** One session. */
    private static final class Talk {
        private final Line line;
        private final String path;
        private final String uri;
        private long started;
        private boolean answered;
        private boolean echoed;

        Talk(Line line, String path, int number) {
            this.line = line;
            this.path = path;
            this.uri = "msrp://127.0.0.1:9/peer" + number + ";tcp";
        }
    }

    /** What a run did. */
    record Result(long in, long out, long wrong, String times) {}

    Load(List<String> paths, int shared) throws IOException {
        this.paths = paths;
        this.shared = shared;
    }

    /** Connects, and names each session once. */
    void open() throws IOException {
        String[] address = paths.get(0).replaceAll("msrp://(.*):(\\d+)/.*", "$1 $2").split(" ");
        InetSocketAddress endpoint = new InetSocketAddress(address[0], Integer.parseInt(address[1]));
        for (int i = 0; i < paths.size(); i++) {
            if (i % shared == 0) {
                SocketChannel channel = SocketChannel.open(endpoint);
                channel.configureBlocking(false);
                Line line = new Line(channel);
                channel.register(selector, SelectionKey.OP_READ, line);
                lines.add(line);
            }
            Talk talk = new Talk(lines.get(lines.size() - 1), paths.get(i), i);
            write(talk, "Byte-Range: 1-0/0\r\n", "");
            while (waiting.size() > 200) {
                turn();
            }
        }
        while (!waiting.isEmpty()) {
            turn();
        }
    }

    Result run(int seconds) throws IOException {
        in = 0;
        out = 0;
        timed = 0;
        talking = true;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; i < TALKING; i++) {
            say(silent.remove());
        }
        while (System.nanoTime() < end) {
            turn();
        }
        long counted = in;
        long echoed = out;
        talking = false;
        long last = System.nanoTime() + 10_000_000_000L;
        while (!waiting.isEmpty() && System.nanoTime() < last) {
            turn();
        }
        long[] sorted = Arrays.copyOf(times, Math.min(timed, times.length));
        Arrays.sort(sorted);
        return new Result(counted, echoed, wrong + waiting.size(), at(sorted, 50) + " " + at(sorted, 99));
    }

    private static String at(long[] sorted, int percent) {
        return sorted.length == 0 ? "-" : String.format("%.1f", sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e6);
    }

    private void say(Talk talk) throws IOException {
        String range = "Byte-Range: 1-" + TEXT.length() + "/" + TEXT.length() + "\r\nContent-Type: text/plain\r\n";
        write(talk, range, "\r\n" + TEXT + "\r\n");
    }

    private void write(Talk talk, String headers, String body) throws IOException {
        String transaction = "t" + number++ + "abcd";
        talk.started = System.nanoTime();
        talk.answered = false;
        talk.echoed = body.isEmpty();
        waiting.put(transaction, talk);
        send(
                talk.line,
                "MSRP " + transaction + " SEND\r\nTo-Path: " + talk.path + "\r\nFrom-Path: " + talk.uri
                        + "\r\nMessage-ID: m" + number + "abcd\r\n" + headers + body + "-------" + transaction + "$\r\n");
    }

    private static void send(Line line, String text) throws IOException {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
        while (octets.hasRemaining()) {
            line.channel.write(octets);
        }
    }

    private void turn() throws IOException {
        selector.select(key -> {
            try {
                read((Line) key.attachment());
            } catch (IOException e) {
                wrong++;
                key.cancel();
            }
        }, 100);
    }

    private void read(Line line) throws IOException {
        input.clear();
        if (line.channel.read(input) < 0) {
            throw new IOException("closed");
        }
        line.text.append(StandardCharsets.UTF_8.decode(input.flip()));
        while (true) {
            int space = line.text.indexOf(" ", 5);
            int start = space < 0 ? -1 : line.text.indexOf("\r\n-------" + line.text.substring(5, space));
            int end = start < 0 ? -1 : line.text.indexOf("\r\n", start + 2);
            if (end < 0) {
                return;
            }
            String frame = line.text.substring(0, end + 2);
            line.text.delete(0, end + 2);
            frame(line, frame);
        }
    }

    private final Map<String, Talk> byUri = new HashMap<>();

    private void frame(Line line, String frame) throws IOException {
        String[] first = frame.substring(0, frame.indexOf("\r\n")).split(" ");
        if (first[2].equals("SEND")) {
            out++;
            String to = value(frame, "To-Path: ");
            String from = value(frame, "From-Path: ");
            send(line, "MSRP " + first[1] + " 200 OK\r\nTo-Path: " + from + "\r\nFrom-Path: " + to + "\r\n-------" + first[1] + "$\r\n");
            Talk talk = byUri.get(from);
            if (talk != null) {
                talk.echoed = true;
                next(talk);
            }
            return;
        }
        Talk talk = waiting.remove(first[1]);
        if (talk == null || !first[2].equals("200")) {
            wrong++;
            return;
        }
        byUri.put(talk.path, talk);
        in++;
        times[timed++ % times.length] = System.nanoTime() - talk.started;
        talk.answered = true;
        next(talk);
    }

    /** A session that has both answers is silent; another one talks instead. */
    private void next(Talk talk) throws IOException {
        if (talk.answered && talk.echoed) {
            talk.answered = false;
            silent.add(talk);
            if (talking) {
                say(silent.remove());
            }
        }
    }

    private static String value(String frame, String name) {
        int start = frame.indexOf(name) + name.length();
        return frame.substring(start, frame.indexOf("\r\n", start));
    }
}
