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

    private Prosody(int clientPort, int componentPort, int httpPort, ServerProcess process) {
        super(clientPort, componentPort, process);
        this.httpPort = httpPort;
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
        int client = Ports.free();
        int component = Ports.free();
        int http = Ports.free();
        Path directory = PeerProcess.directory("prosody");
        Path storage = Files.createDirectories(directory.resolve("storage"));
        Files.createDirectories(directory.resolve("certificates"));
        String configuration = Files.readString(TEMPLATE);
        for (var value : values(directory, gatewayData, client, component, http).entrySet()) {
            configuration = configuration.replace("@" + value.getKey() + "@", value.getValue());
        }
        Files.writeString(directory.resolve("prosody.cfg.lua"), configuration);
        writeUsers(storage);
        return start(directory, client, component, http);
    }

    private static Map<String, String> values(Path directory, Path gatewayData, int client, int component, int http) {
        return Map.ofEntries(
                Map.entry("RUN_AS_ROOT", "true"),
                Map.entry("DATA", directory.toString()),
                Map.entry(
                        "MODULES",
                        Path.of("deploy/prosody/modules").toAbsolutePath().toString()),
                Map.entry("ADDRESS", "127.0.0.1"),
                Map.entry("C2S_PORT", String.valueOf(client)),
                Map.entry("COMPONENT_PORT", String.valueOf(component)),
                Map.entry("HTTP_PORT", String.valueOf(http)),
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
        int client = Ports.free();
        int component = Ports.free();
        int http = Ports.free();
        Path directory = PeerProcess.directory("prosody");
        Files.writeString(directory.resolve("prosody.cfg.lua"), configuration(directory, client, component, http));
        writeUsers(directory);
        return start(directory, client, component, http);
    }

    private static Prosody start(Path directory, int client, int component, int http) throws IOException {
        ServerProcess process = new ServerProcess(
                directory,
                List.of(
                        "prosody",
                        "--config",
                        directory.resolve("prosody.cfg.lua").toString(),
                        "-F"),
                Map.of(),
                component);
        Prosody prosody = new Prosody(client, component, http, process);
        prosody.start();
        return prosody;
    }

    private static String configuration(Path directory, int client, int component, int http) {
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
                component_ports = { %3$d }
                http_ports = { %7$d }
                http_interfaces = { "127.0.0.1" }
                http_default_host = "upload.%4$s"
                http_external_url = "http://127.0.0.1:%7$d/"
                https_ports = { }
                c2s_require_encryption = false
                allow_unencrypted_plain_auth = true
                authentication = "internal_plain"
                storage = "internal"
                modules_enabled = { "roster"; "saslauth"; "disco"; "ping"; "offline"; "time"; "version"; "vcard"; "posix" }
                modules_disabled = { "s2s", "tls", "mam" }
                VirtualHost "%4$s"
                Component "upload.%4$s" "http_file_share"
                Component "%5$s"
                  component_secret = "%6$s"
                """.formatted(directory, client, component, DOMAIN, COMPONENT, SECRET, http);
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
