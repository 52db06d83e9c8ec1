package org.tombolo.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A softphone: G.711, Opus or AMR, and H.264 or H.263, driven over its control port. It plays a tone of its own and records what it
 * hears, and its camera is a moving test picture.
 */
public final class Baresip implements AutoCloseable {
    private static final List<String> MODULES = List.of(
            "g711.so",
            "opus.so",
            "amr.so",
            "aufile.so",
            "aubridge.so",
            "sndfile.so",
            "avcodec.so",
            "swscale.so",
            "fakevideo.so",
            "srtp.so");
    private static final List<String> TEMPORARY = List.of("uuid.so", "account.so");
    private static final List<String> APPLICATIONS = List.of("contact.so", "menu.so", "ctrl_tcp.so", "debug_cmd.so");

    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;
    private final PeerProcess process;
    private final Socket control;
    private final int sipPort;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<JsonNode> replies = new LinkedBlockingQueue<>();

    private Baresip(Path directory, PeerProcess process, Socket control, int sipPort) {
        this.directory = directory;
        this.process = process;
        this.control = control;
        this.sipPort = sipPort;
    }

    /**
     * An account of a phone.
     *
     * @param user user part of its address
     * @param domain domain of its address
     * @param password empty when it does not register
     * @param registrar where it registers and sends its requests, such as {@code 127.0.0.1:5080}; empty when it sends
     *     them to whoever is called
     * @param codec of its sound, as baresip names it
     * @param pictures likewise
     */
    public record Account(
            String user, String domain, String password, String registrar, String codec, String pictures) {
        /** A phone of H.264. */
        public Account(String user, String domain, String password, String registrar, String codec) {
            this(user, domain, password, registrar, codec, "h264");
        }

        /** A phone of G.711. */
        public Account(String user, String domain, String password, String registrar) {
            this(user, domain, password, registrar, "pcmu/8000/1");
        }

        String line(String authName) {
            String outbound = registrar.isEmpty() ? "" : ";outbound=\"sip:" + registrar + ";transport=udp\"";
            return "<sip:" + user + "@" + domain + ">" + outbound + ";auth_user=" + authName + ";auth_pass=" + password
                    + ";regint=" + (password.isEmpty() ? 0 : 600) + ";audio_codecs=" + codec + ";video_codecs="
                    + pictures;
        }
    }

    /**
     * Starts a phone.
     *
     * @param account who it is; the digest user name is {@code user@domain}
     * @param hertz its tone, to be found by {@link #heard} at the other end
     */
    public static Baresip start(Account account, int hertz) throws IOException {
        return start(account, account.user() + "@" + account.domain(), hertz);
    }

    /** Starts a phone that signs in by another name than {@code user@domain}. */
    public static Baresip start(Account account, String authName, int hertz) throws IOException {
        Path directory = PeerProcess.directory("baresip");
        int controlPort = Ports.free();
        // And the one behind it for TLS.
        int sipPort = Ports.free(2);
        Tone.write(directory.resolve("tone.wav"), hertz);
        Files.writeString(directory.resolve("config"), config(directory, sipPort, controlPort));
        Files.writeString(directory.resolve("accounts"), account.line(authName) + "\n");
        Files.writeString(directory.resolve("contacts"), "");
        PeerProcess process =
                PeerProcess.start(directory, Map.of(), List.of("baresip", "-s", "-f", directory.toString()));
        Baresip phone = new Baresip(directory, process, connect(process, controlPort), sipPort);
        Thread reader = new Thread(phone::read, "baresip-" + account.user());
        reader.setDaemon(true);
        reader.start();
        return phone;
    }

    private static Socket connect(PeerProcess process, int port) throws IOException {
        Awaitility.await("baresip's control port " + port)
                .atMost(Duration.ofSeconds(20))
                .until(() -> !process.alive() || Ports.listening(port));
        if (!process.alive()) {
            throw new IOException("baresip ended at once: " + process.output());
        }
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static String config(Path directory, int sipPort, int controlPort) throws IOException {
        Path modules = moduleDirectory();
        return String.join(
                "\n",
                "poll_method epoll",
                "call_local_timeout 60",
                "call_max_calls 4",
                "sip_listen 127.0.0.1:" + sipPort,
                "audio_path /usr/share/baresip",
                "audio_player aubridge,out",
                "audio_source aufile," + directory.resolve("tone.wav"),
                "audio_alert aubridge,alert",
                "snd_path " + directory,
                "ausrc_srate 8000",
                "auplay_srate 8000",
                "ausrc_channels 1",
                "auplay_channels 1",
                "video_source fakevideo",
                "video_display fakevideo",
                "video_size 176x144",
                "video_bitrate 200000",
                "video_fps 10",
                "rtp_ports " + Ports.range(20),
                "rtcp_mux no",
                "net_interface 127.0.0.1",
                "ctrl_tcp_listen 127.0.0.1:" + controlPort,
                "module_path " + modules,
                lines("module ", MODULES),
                lines("module_tmp ", TEMPORARY),
                lines("module_app ", APPLICATIONS),
                "");
    }

    private static String lines(String key, List<String> values) {
        return values.stream().map(key::concat).collect(Collectors.joining("\n"));
    }

    private static Path moduleDirectory() throws IOException {
        try (var found = Files.find(Path.of("/usr/lib"), 4, (p, a) -> p.endsWith("baresip/modules"))) {
            return found.findFirst().orElseThrow(() -> new IOException("baresip has no modules under /usr/lib"));
        }
    }

    /** Reads netstrings of JSON: answers to commands, and events. */
    private void read() {
        try (InputStream in = control.getInputStream()) {
            while (true) {
                JsonNode node = json.readTree(netstring(in));
                if (node.has("response")) {
                    replies.add(node);
                } else {
                    events.add(node);
                }
            }
        } catch (IOException e) {
            // the phone has ended
        }
    }

    private static byte[] netstring(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ':'; c = in.read()) {
            if (c < '0' || c > '9') {
                throw new IOException("no netstring");
            }
            length = 10 * length + c - '0';
        }
        byte[] text = in.readNBytes(length);
        in.read();
        return text;
    }

    /** Runs a command of its menu, such as {@code dial} with an address, {@code accept} or {@code hangup}. */
    public String command(String command, String parameters) throws IOException {
        byte[] text = json.writeValueAsBytes(Map.of("command", command, "params", parameters, "token", "t"));
        control.getOutputStream().write((text.length + ":").getBytes(StandardCharsets.US_ASCII));
        control.getOutputStream().write(text);
        control.getOutputStream().write(',');
        control.getOutputStream().flush();
        try {
            JsonNode reply = replies.poll(5, TimeUnit.SECONDS);
            return reply == null ? "" : reply.path("data").asText();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Calls with audio and video. */
    public void dial(String uri) throws IOException {
        command("dial", uri);
    }

    /** Calls with video that it sends and none that it takes, as a video share does, or with audio alone. */
    public void dial(String uri, String audioDirection, String videoDirection) throws IOException {
        command("dialdir", uri + " audio=" + audioDirection + " video=" + videoDirection);
    }

    public void accept() throws IOException {
        command("accept", "");
    }

    public void hangUp() throws IOException {
        command("hangup", "");
    }

    /** Presses keys in the present call; they go as events of its sound (RFC 4733). */
    public void press(String keys) throws IOException {
        command("sndcode", keys);
    }

    /** Waits for an event, such as {@code REGISTER_OK}, {@code CALL_INCOMING}, {@code CALL_ESTABLISHED}, {@code CALL_CLOSED}. */
    public JsonNode await(String type) {
        return Awaitility.await(type + ", see " + directory)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> events.stream().filter(e -> is(e, type)).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until it is registered; asks, because that may have happened before anybody listened to its events. */
    public void awaitRegistered() {
        Awaitility.await("registration, see " + directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> command("reginfo", "").contains("OK"));
    }

    /** Whether an event has come. */
    public boolean saw(String type) {
        return events.stream().anyMatch(e -> is(e, type));
    }

    /** The keys that the other side has pressed. */
    public String keys() {
        return events.stream()
                .filter(e -> is(e, "CALL_DTMF_START"))
                .map(e -> e.path("param").asText())
                .collect(Collectors.joining());
    }

    /** Forgets the events until now. */
    public void forget() {
        events.clear();
    }

    private static boolean is(JsonNode event, String type) {
        return event.path("type").asText().equals(type);
    }

    /** The frequency of the tone that it hears in the latest call; 0 for silence. */
    public int heard() throws IOException {
        try (var files =
                Files.find(directory, 1, (p, a) -> p.getFileName().toString().matches("dump.*dec\\.wav"))) {
            var latest = files.max(java.util.Comparator.comparing(Path::getFileName));
            return latest.isEmpty() ? 0 : Tone.heard(latest.get());
        }
    }

    /** Whether it has decoded a key frame in the present call. */
    public boolean sees() throws IOException {
        return command("video_debug", "").matches("(?s).*n_keyframes=[1-9].*");
    }

    /** Host and port that it listens on. */
    public String address() {
        return "127.0.0.1:" + sipPort;
    }

    /** What it printed. */
    public String output() throws IOException {
        return process.output();
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.close();
    }
}
