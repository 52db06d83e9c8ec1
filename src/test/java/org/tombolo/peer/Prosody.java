package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Prosody. */
public final class Prosody extends XmppServer {
    private static final Path TEMPLATE = Path.of("deploy/prosody/prosody.cfg.lua.in");

    private final int httpPort;

    private Prosody(Listening ports, ServerProcess process) {
        super(ports, process);
        this.httpPort = ports.http();
    }

    /** Where it keeps what users upload (XEP-0363). */
    public String uploads() {
        return "http://127.0.0.1:" + httpPort + "/file_share/";
    }

    /** The port of files and, when it has {@link #embedded our own configuration}, of WebSocket and BOSH. */
    public int httpPort() {
        return httpPort;
    }

    /**
     * Starts one on free ports with the configuration of {@code deploy/run.sh}.
     *
     * @param gatewayData data directory of the gateway whose portal users sign in here
     */
    public static Prosody embedded(Path gatewayData) throws IOException {
        Listening ports = Listening.onFreePorts();
        Path directory = PeerProcess.directory("prosody");
        Path storage = Files.createDirectories(directory.resolve("storage"));
        Files.createDirectories(directory.resolve("certificates"));
        String configuration = Files.readString(TEMPLATE);
        for (var value : values(directory, gatewayData, ports).entrySet()) {
            configuration = configuration.replace("@" + value.getKey() + "@", value.getValue());
        }
        Files.writeString(directory.resolve("prosody.cfg.lua"), configuration);
        writeUsers(storage);
        return start(directory, ports);
    }

    private static Map<String, String> values(Path directory, Path gatewayData, Listening ports) {
        return Map.ofEntries(
                Map.entry("RUN_AS_ROOT", "true"),
                Map.entry("DATA", directory.toString()),
                Map.entry(
                        "MODULES",
                        Path.of("deploy/prosody/modules").toAbsolutePath().toString()),
                Map.entry("ADDRESS", "127.0.0.1"),
                Map.entry("C2S_PORT", String.valueOf(ports.client())),
                Map.entry("COMPONENT_PORT", String.valueOf(ports.component())),
                Map.entry("HTTP_PORT", String.valueOf(ports.http())),
                Map.entry("SERVER_DOMAIN", DOMAIN),
                Map.entry("CHAT_DOMAIN", "web." + DOMAIN),
                Map.entry(
                        "CHAT_KEY",
                        gatewayData.resolve("chat.jwk").toAbsolutePath().toString()),
                Map.entry("COMPONENT_DOMAIN", COMPONENT),
                Map.entry("COMPONENT_SECRET", SECRET));
    }

    /** Starts one on free ports. */
    public static Prosody started() throws IOException {
        return started(Listening.onFreePorts(), "");
    }

    /** Starts one whose components may come by TLS, too. */
    public static Prosody secured(Authority.Issued certificate) throws IOException {
        Listening ports = Listening.onFreePorts();
        return started(ports, """
                ssl_ports = { %d }
                ssl_interfaces = { "127.0.0.1" }
                ssl = { certificate = "%s", key = "%s" }
                """.formatted(ports.secureComponent(), certificate.chain(), certificate.key()));
    }

    /** @param more settings, before those of hosts */
    private static Prosody started(Listening ports, String more) throws IOException {
        Path directory = PeerProcess.directory("prosody");
        Files.writeString(directory.resolve("prosody.cfg.lua"), more + configuration(directory, ports));
        writeUsers(directory);
        return start(directory, ports);
    }

    private static Prosody start(Path directory, Listening ports) throws IOException {
        ServerProcess process = new ServerProcess(
                directory,
                List.of(
                        "prosody",
                        "--config",
                        directory.resolve("prosody.cfg.lua").toString(),
                        "-F"),
                Map.of(),
                ports.component());
        Prosody prosody = new Prosody(ports, process);
        prosody.start();
        return prosody;
    }

    private static String configuration(Path directory, Listening ports) {
        return """
                run_as_root = true
                pidfile = "%1$s/prosody.pid"
                data_path = "%1$s"
                log = { info = "%1$s/prosody.log" }
                interfaces = { "127.0.0.1" }
                component_interfaces = { "127.0.0.1" }
                c2s_ports = { %2$d }
                c2s_direct_tls_ports = { }
                s2s_ports = { }
                component_ports = { %3$d, %10$d }
                http_ports = { %7$d }
                http_interfaces = { "127.0.0.1" }
                http_default_host = "upload.%4$s"
                http_external_url = "http://127.0.0.1:%7$d/"
                https_ports = { }
                c2s_require_encryption = false
                allow_unencrypted_plain_auth = true
                authentication = "internal_plain"
                storage = "internal"
                modules_enabled = { "roster"; "saslauth"; "disco"; "ping"; "offline"; "time"; "version"; "vcard"; "posix"; "net_multiplex" }
                modules_disabled = { "s2s", "tls", "mam" }
                VirtualHost "%4$s"
                Component "upload.%4$s" "http_file_share"
                Component "rooms.%4$s" "muc"
                Component "%5$s"
                  component_secret = "%6$s"
                Component "%8$s"
                  component_secret = "%9$s"
                """.formatted(
                        directory,
                        ports.client(),
                        ports.component(),
                        DOMAIN,
                        COMPONENT,
                        SECRET,
                        ports.http(),
                        SECOND,
                        SECOND_SECRET,
                        ports.secondComponent());
    }

    private static void writeUsers(Path directory) throws IOException {
        Path accounts = Files.createDirectories(directory.resolve(DOMAIN).resolve("accounts"));
        for (var user : USERS.entrySet()) {
            Files.writeString(
                    accounts.resolve(user.getKey() + ".dat"),
                    "return { [\"password\"] = \"" + user.getValue() + "\" };\n");
        }
    }
}
