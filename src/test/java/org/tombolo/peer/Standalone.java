package org.tombolo.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The gateway in standalone mode beside a Prosody, for tests that neither stop it nor need settings of their own: one of
 * each container in this JVM, started at its first use, ended with the JVM. Who uses it leaves no call, share or phone
 * behind.
 */
public final class Standalone {
    /** The domain of its users. */
    public static final String DOMAIN = "ims.localhost";

    private static final Map<Container, Standalone> running = new EnumMap<>(Container.class);

    private final Gateway gateway;
    private final Prosody prosody;

    private Standalone(Gateway gateway, Prosody prosody) {
        this.gateway = gateway;
        this.prosody = prosody;
    }

    /** The one in a container; its XMPP link is up. */
    public static synchronized Standalone in(Container container) {
        return running.computeIfAbsent(container, Standalone::start);
    }

    /** Another one, for a test of what depends on who has a phone. Ended with the JVM. */
    public static Standalone own(Container container) {
        return start(container);
    }

    private static Standalone start(Container container) {
        try {
            Path directory = PeerProcess.directory("standalone");
            Path data = directory.resolve("data");
            Prosody prosody = Prosody.embedded(data);
            Map<String, String> settings = Map.of(
                    "tombolo.xmpp.port",
                    String.valueOf(prosody.componentPort()),
                    "tombolo.xmpp.domain",
                    XmppServer.COMPONENT,
                    "tombolo.xmpp.secret",
                    XmppServer.SECRET,
                    "tombolo.file.sources",
                    prosody.uploads(),
                    "tombolo.xmpp.http.port",
                    String.valueOf(prosody.httpPort()));
            Gateway gateway = Gateway.start(container, data, settings);
            gateway.awaitReady();
            return new Standalone(gateway, prosody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Gateway gateway() {
        return gateway;
    }

    public Prosody prosody() {
        return prosody;
    }

    /** Its data directory. */
    public Path data() {
        return Path.of(gateway.setting("tombolo.data"));
    }

    /** Where phones register and send their requests. */
    public String address() {
        return "127.0.0.1:" + gateway.sipPort();
    }

    /** The SIP password of {@code alice} or {@code bob}. */
    public String password(String user) throws IOException {
        return PortalClient.password(data(), user + "@" + DOMAIN);
    }

    /**
     * Registers a phone of alice's that takes sessions of messages.
     *
     * @param contact host and port
     * @param seconds 0 for not any more
     */
    public void registerChatPhone(String contact, int seconds) throws IOException {
        registerChatPhone(gateway, contact, seconds);
    }

    /** The same at any gateway in standalone mode. */
    public static void registerChatPhone(Gateway gateway, String contact, int seconds) throws IOException {
        registerChatPhone(gateway, "alice", contact, seconds);
    }

    /** The same for {@code alice} or {@code bob}. */
    public static void registerChatPhone(Gateway gateway, String user, String contact, int seconds) throws IOException {
        register(gateway, user, contact, ";+g.oma.sip-im", seconds);
    }

    /**
     * Registers a phone of {@code alice} or {@code bob}.
     *
     * @param contact host and port
     * @param features feature tags, each after a semicolon
     * @param seconds 0 for not any more
     */
    public static void register(Gateway gateway, String user, String contact, String features, int seconds)
            throws IOException {
        run(registration("register.xml", gateway, user)
                .with("contact", contact)
                .with("features", features)
                .with("expires", String.valueOf(seconds)));
    }

    /** Takes back whatever {@code alice} or {@code bob} has registered, such as phones that went without a word. */
    public static void forgetPhones(Gateway gateway, String user) throws IOException {
        run(registration("register-none.xml", gateway, user));
    }

    private static Sipp.Builder registration(String scenario, Gateway gateway, String user) throws IOException {
        Path data = Path.of(gateway.setting("tombolo.data"));
        return Sipp.scenario(scenario)
                .to("127.0.0.1:" + gateway.sipPort())
                .listen("127.0.0.1", Ports.free())
                .with("user", user)
                .with("domain", DOMAIN)
                .with("password", PortalClient.password(data, user + "@" + DOMAIN));
    }

    private static void run(Sipp.Builder registration) throws IOException {
        Sipp.Result result = registration.run();
        if (!result.ok()) {
            throw new IOException("not registered: " + result);
        }
    }
}
