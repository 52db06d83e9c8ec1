package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** ejabberd, run by Erlang without a node name, so that no port mapper is started and any number can run. */
public final class Ejabberd extends XmppServer {
    private static final List<String> PORTAL_USERS = List.of("alice", "bob");

    private final int httpPort;

    private Ejabberd(Listening ports, ServerProcess process) {
        super(ports, process);
        this.httpPort = ports.http();
    }

    /** Where it serves browsers when it has portal users: {@code /ws} (RFC 7395) and {@code /bosh} (XEP-0206). */
    public int httpPort() {
        return httpPort;
    }

    /** Starts one on free ports. */
    public static Ejabberd started() throws IOException {
        Listening ports = Listening.onFreePorts();
        return started(ports, configuration(ports), List.of());
    }

    /** Starts one whose components may come by TLS, too. Its listener needs the certificate: it takes none from elsewhere. */
    public static Ejabberd secured(Authority.Issued certificate) throws IOException {
        Listening ports = Listening.onFreePorts();
        Path both = PeerProcess.directory("certificate").resolve("both.pem");
        Files.writeString(both, Files.readString(certificate.chain()) + Files.readString(certificate.key()));
        String listen = """
                listen:
                  - port: %d
                    ip: "127.0.0.1"
                    module: ejabberd_service
                    tls: true
                    certfile: "%s"
                    access: all
                    hosts: {"%s": {password: "%s"}}
                """.formatted(ports.secureComponent(), both, SECOND, SECOND_SECRET);
        return started(ports, configuration(ports).replace("listen:\n", listen), List.of());
    }

    /**
     * Starts one that has portal users, too, in the domain {@code web.localhost}.
     *
     * @param key the secret of the gateway's credentials
     */
    public static Ejabberd withPortalUsers(Path key) throws IOException {
        Listening ports = Listening.onFreePorts();
        // Whoever signs in by JWT alone is nobody to ejabberd while she is away: what is for her would be refused.
        String portal = """
                host_config:
                  "web.%s":
                    auth_method: [jwt, internal]
                    jwt_key: "%s"
                """.formatted(DOMAIN, key.toAbsolutePath());
        return started(ports, withBrowsers(configuration(ports), ports.http()) + portal, PORTAL_USERS);
    }

    /** @param portalUsers who exists besides {@link #USERS}, with passwords that nobody knows */
    private static Ejabberd started(Listening ports, String configuration, List<String> portalUsers)
            throws IOException {
        Path directory = PeerProcess.directory("ejabberd");
        Files.writeString(
                directory.resolve("ejabberd.yml"), configuration.replace("@DIRECTORY@", directory.toString()));
        ServerProcess process = new ServerProcess(
                directory,
                List.of(
                        "erl",
                        "-noinput",
                        "-mnesia",
                        "dir",
                        "\"" + directory.resolve("db") + "\"",
                        "-s",
                        "ejabberd",
                        "-eval",
                        registration(portalUsers)),
                Map.of(
                        "EJABBERD_CONFIG_PATH",
                        directory.resolve("ejabberd.yml").toString(),
                        "EJABBERD_LOG_PATH",
                        directory.resolve("ejabberd.log").toString(),
                        "ERL_LIBS",
                        "/usr/lib/x86_64-linux-gnu",
                        "HOME",
                        directory.toString()),
                ports.component());
        Ejabberd ejabberd = new Ejabberd(ports, process);
        ejabberd.start();
        return ejabberd;
    }

    private static String withBrowsers(String configuration, int http) {
        return configuration
                .replace("hosts: [\"localhost\"]", "hosts: [\"localhost\", \"web.localhost\"]")
                .replace("listen:\n", """
                        listen:
                          - port: %d
                            ip: "127.0.0.1"
                            module: ejabberd_http
                            request_handlers:
                              /ws: ejabberd_http_ws
                              /bosh: mod_bosh
                              /upload: mod_http_upload
                        """.formatted(http))
                .replace("modules:\n", """
                        modules:
                          mod_bosh: {}
                          mod_carboncopy: {}
                          mod_http_upload:
                            put_url: "http://127.0.0.1:%d/upload/@HOST@"
                            docroot: "@DIRECTORY@/upload/@HOST@"
                            access: all
                            custom_headers:
                              "Access-Control-Allow-Origin": "*"
                              "Access-Control-Allow-Methods": "GET,HEAD,PUT,OPTIONS"
                              "Access-Control-Allow-Headers": "Content-Type"
                          mod_mam:
                            default: always
                        """.formatted(http));
    }

    private static String registration(List<String> portalUsers) {
        Stream<String> users = USERS.entrySet().stream().map(user -> register(user.getKey(), DOMAIN, user.getValue()));
        Stream<String> portal = portalUsers.stream()
                .map(user -> register(user, "web." + DOMAIN, UUID.randomUUID().toString()));
        return Stream.concat(users, portal)
                .collect(Collectors.joining(", ", "{ok, _} = application:ensure_all_started(ejabberd), ", "."));
    }

    private static String register(String user, String domain, String password) {
        return "ejabberd_auth:try_register(<<\"%s\">>, <<\"%s\">>, <<\"%s\">>)".formatted(user, domain, password);
    }

    /** A listener for each component: whoever comes to one gets the stanzas of all its hosts. */
    private static String configuration(Listening ports) {
        return """
                hosts: ["%3$s"]
                loglevel: info
                certfiles: []
                listen:
                  - port: %1$d
                    ip: "127.0.0.1"
                    module: ejabberd_c2s
                    max_stanza_size: 262144
                    shaper: none
                    access: all
                    starttls: false
                  - port: %2$d
                    ip: "127.0.0.1"
                    module: ejabberd_service
                    access: all
                    shaper_rule: none
                    max_stanza_size: infinity
                    hosts: {"%4$s": {password: "%5$s"}}
                  - port: %8$d
                    ip: "127.0.0.1"
                    module: ejabberd_service
                    access: all
                    hosts: {"%6$s": {password: "%7$s"}}
                auth_method: internal
                modules:
                  mod_disco: {}
                  mod_roster: {}
                  mod_ping: {}
                  mod_offline: {}
                  mod_muc:
                    default_room_options:
                      allow_user_invites: true
                  mod_vcard:
                    search: false
                """.formatted(
                        ports.client(),
                        ports.component(),
                        DOMAIN,
                        COMPONENT,
                        SECRET,
                        SECOND,
                        SECOND_SECRET,
                        ports.secondComponent());
    }
}
