package org.tombolo.peer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Linphone without a screen, driven over its socket: messages, and calls that it answers by itself. */
public final class Linphone implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("(?s)Status: (\\w+)\n(.*)");

    private static final List<String> DAEMON = List.of("linphone-daemon", "--auto-answer", "--disable-stats-events");
    private static final List<String> READING = List.of(
            "python3",
            Path.of("src/test/resources/linphone-chat.py").toAbsolutePath().toString());
    private static final String FILE_LINKS = "+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.fthttp\"";
    private static final String ASKING = "[proxy_default_values]\ncpim_in_basic_chat_rooms_enabled=1\n";

    private final Path directory;
    private final PeerProcess process;
    private final SocketChannel socket;
    private final boolean publishes;

    private Linphone(Path directory, PeerProcess process, SocketChannel socket, boolean publishes) {
        this.directory = directory;
        this.process = process;
        this.socket = socket;
        this.publishes = publishes;
    }

    /**
     * Starts one that registers.
     *
     * @param user user part of its address; the digest user name is {@code user@domain}
     * @param proxy registrar and outbound proxy, such as {@code 127.0.0.1:5080}
     */
    public static Linphone start(String user, String domain, String password, String proxy) throws IOException {
        return start(user, user + "@" + domain, domain, password, proxy);
    }

    /** Starts one that signs in by another name than {@code user@domain}. */
    public static Linphone start(String user, String authName, String domain, String password, String proxy)
            throws IOException {
        return start(configuration(user, authName, domain, password, proxy), DAEMON, false);
    }

    /** Starts one on which somebody reads ({@link #read}), and which asks for notifications of its messages (RFC 5438). */
    public static Linphone reading(String user, String domain, String password, String proxy) throws IOException {
        return start(configuration(user, user + "@" + domain, domain, password, proxy) + ASKING, READING, false);
    }

    /**
     * Starts one that sends files by uploading them, and says that it takes links to files (GSMA RCC.07).
     *
     * @param contentServer URL for uploads
     */
    public static Linphone sharing(String contentServer, String user, String domain, String password, String proxy)
            throws IOException {
        String settings = configuration(user, user + "@" + domain, domain, password, proxy)
                + "file_transfer_server_url=" + contentServer + "\n";
        return start(
                settings.replace("publish=0", "publish=0\ncontact_parameters=" + FILE_LINKS) + ASKING, READING, false);
    }

    /**
     * Starts one that publishes its presence, and watches somebody's.
     *
     * @param friend URI of whom it watches
     * @param list URI to which it sends a list of those (RFC 5367); empty to subscribe to each
     */
    public static Linphone watching(
            String friend, String list, String user, String domain, String password, String proxy) throws IOException {
        String rls = list.isEmpty() ? "" : "\nrls_uri=" + list;
        return start(
                configuration(user, user + "@" + domain, domain, password, proxy)
                                .replace("publish=0", "publish=1\npublish_expires=60")
                                .replace("[sip]", "[sip]" + rls)
                        + String.join("\n", "[friend_0]", "url=<" + friend + ">", "pol=accept", "subscribe=1", ""),
                DAEMON,
                true);
    }

    private static Linphone start(String settings, List<String> program, boolean publishes) throws IOException {
        Path directory = PeerProcess.directory("linphone");
        Files.createDirectories(directory.resolve("home/linphone"));
        Files.createDirectories(directory.resolve("home/.local/share/linphone"));
        Path configuration = directory.resolve("linphonerc");
        Files.writeString(configuration, settings);
        // The daemon makes its socket in the temporary directory; a path of a socket has 107 bytes at most.
        String pipe = "tombolo-" + directory.getFileName();
        String home = directory.resolve("home").toString();
        PeerProcess process = PeerProcess.start(
                directory,
                Map.of("HOME", home, "XDG_DATA_HOME", home, "XDG_CONFIG_HOME", home, "TMPDIR", "/tmp"),
                command(program, pipe, configuration, directory.resolve("log")));
        return new Linphone(directory, process, connect(process, Path.of("/tmp", pipe)), publishes);
    }

    private static List<String> command(List<String> program, String pipe, Path configuration, Path log) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("--pipe", pipe, "--config", configuration.toString(), "--log", log.toString()));
        return command;
    }

    private static SocketChannel connect(PeerProcess process, Path pipe) throws IOException {
        Awaitility.await("linphone's socket " + pipe)
                .atMost(Duration.ofSeconds(20))
                .until(() -> !process.alive() || Files.exists(pipe));
        if (!process.alive()) {
            throw new IOException("linphone-daemon ended at once: " + process.output());
        }
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(pipe));
        return socket;
    }

    private static String configuration(String user, String authName, String domain, String password, String proxy)
            throws IOException {
        return String.join(
                "\n",
                "[sip]",
                "sip_port=" + Ports.free(),
                "sip_tcp_port=-1",
                "sip_tls_port=-1",
                "bind_address=127.0.0.1",
                "use_ipv6=0",
                "media_encryption=none",
                "default_proxy=0",
                "guess_hostname=0",
                "register_only_when_network_is_up=0",
                "[auth_info_0]",
                "username=" + user,
                "userid=" + authName,
                "passwd=" + password,
                "realm=" + domain,
                "[proxy_0]",
                "reg_proxy=<sip:" + proxy + ";transport=udp>",
                "reg_route=<sip:" + proxy + ";transport=udp;lr>",
                "reg_identity=sip:" + user + "@" + domain,
                "reg_expires=600",
                "reg_sendregister=1",
                "publish=0",
                "avpf=0",
                "[net]",
                "mtu=1300",
                "[rtp]",
                "audio_rtp_port=" + Ports.free(),
                "video_rtp_port=" + Ports.free(),
                "[video]",
                "enabled=0",
                "[misc]",
                "file_transfer_protocol=",
                "");
    }

    /** Runs a command of the daemon, such as {@code register-status ALL}; returns what it says, after {@code Status: Ok}. */
    public synchronized String command(String line) throws IOException {
        socket.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        ByteBuffer answer = ByteBuffer.allocate(65536);
        do {
            if (socket.read(answer) < 0) {
                throw new IOException("linphone-daemon has ended: " + process.output());
            }
        } while (!new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8).contains("Status: "));
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    /** Waits until it is registered. */
    public void awaitRegistered() {
        Awaitility.await("linphone to register, see " + directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> command("register-status ALL").contains("LinphoneRegistrationOk"));
    }

    /** Sends a message; see {@link #log} for what came back. */
    public void message(String uri, String text) throws IOException {
        Matcher answer = STATUS.matcher(command("message " + uri + " " + text));
        if (!answer.find() || !answer.group(1).equals("Ok")) {
            throw new IOException("linphone does not send to " + uri);
        }
    }

    /** Uploads a file and sends the description of it (GSMA RCC.07). */
    public void file(String uri, Path file) throws IOException {
        command("file " + uri + " " + file.toAbsolutePath());
    }

    /** Fetches the file that has come last, and waits until it is here whole. */
    public byte[] fetch(String name, int size) throws IOException {
        Path file = directory.resolve("home").resolve(name);
        Awaitility.await(name + ", see " + directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    command("fetch " + name);
                    return Files.exists(file) && Files.size(file) == size;
                });
        return Files.readAllBytes(file);
    }

    /** Somebody reads what has come. */
    public void read() throws IOException {
        command("read");
    }

    /** Its log until now, with the SIP messages it sent and received. */
    public String log() throws IOException {
        Path log = directory.resolve("log");
        return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
    }

    /** Waits until its log holds a text, such as one of a message that came in. */
    public void awaitLog(String text) {
        Awaitility.await("linphone to see \"" + text + "\", see " + directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> log().contains(text));
    }

    /** Leaves nothing behind: what is sent to a phone that has gone would wait for its answer for 32 s. */
    @Override
    public void close() throws IOException {
        if (process.alive() && publishes) {
            quit();
        } else if (process.alive()) {
            command("unregister ALL");
            awaitGone();
        }
        socket.close();
        process.close();
    }

    /** It takes back what it has published, which one without a registration does not. */
    private void quit() throws IOException {
        socket.write(ByteBuffer.wrap("quit\n".getBytes(StandardCharsets.UTF_8)));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !process.alive());
    }

    /** Its registrar may have ended before it, and is not waited for then. */
    private void awaitGone() {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> log().contains("[LinphoneRegistrationCleared]"));
        } catch (ConditionTimeoutException e) {
            return;
        }
    }
}
