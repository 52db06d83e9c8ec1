package org.tombolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.ImsCore;
import org.tombolo.peer.Phone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.Rtp;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Tshark;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** The gateway as an application server on ISC (3GPP TS 24.229 5.7), behind a real S-CSCF with real filter criteria. */
@ParameterizedClass
@MethodSource("everywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IscIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern CALL_ID = Pattern.compile("(?m)^Call-ID: (\\S+)");
    private static final Pattern VIDEO_PORT = Pattern.compile("(?m)^m=video (\\d+)");
    private static final String AUDIO = "m=audio 40000 RTP/AVP 0";

    @Parameter(0)
    private Container container;

    @Parameter(1)
    private ImsCore.Mode mode;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private Prosody prosody;
    private Gateway gateway;
    private Tshark wire;
    private int alice;
    private int bob;
    private int erin;

    static Stream<Arguments> everywhere() {
        return Arrays.stream(Container.values())
                .flatMap(c -> Arrays.stream(ImsCore.Mode.values()).map(m -> Arguments.of(c, m)));
    }

    /** The gateway of a container with its XMPP server, which stay while the core before them changes; they end with the JVM. */
    private record Server(Gateway gateway, Prosody prosody) {
        private static final Map<Container, Server> running = new EnumMap<>(Container.class);

        static Server in(Container container) {
            return running.computeIfAbsent(container, Server::start);
        }

        private static Server start(Container container) {
            try {
                Prosody prosody = Prosody.started();
                Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "peers")), "isc-");
                Gateway gateway = Gateway.start(container, data, settings(prosody));
                gateway.awaitReady();
                return new Server(gateway, prosody);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Map<String, String> settings(Prosody prosody) {
            return Map.of(
                    "tombolo.ims.domain",
                    ImsCore.DOMAIN,
                    "tombolo.sip.outbound.proxy",
                    "sip:" + ImsCore.SCSCF + ";lr",
                    "tombolo.sip.trusted.peers",
                    "127.0.0.4",
                    "tombolo.xmpp.port",
                    String.valueOf(prosody.componentPort()),
                    "tombolo.xmpp.domain",
                    XmppServer.COMPONENT,
                    "tombolo.xmpp.secret",
                    XmppServer.SECRET);
        }
    }

    @BeforeParameterizedClassInvocation
    void startEverything() throws IOException {
        prosody = Server.in(container).prosody();
        gateway = Server.in(container).gateway();
        wire = closing(Tshark.capture("port " + gateway.sipPort() + " or tcp port 5060"));
        closing(ImsCore.start(mode, "sip:127.0.0.1:" + gateway.sipPort()));
        alice = Ports.free();
        bob = Ports.free();
        ImsCore.register(mode, "alice", alice);
        ImsCore.register(mode, "bob", bob);
        erin = Ports.free();
        ImsCore.register(mode, "erin", erin);
    }

    @AfterParameterizedClassInvocation
    void stopEverything() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        running.push(part);
        return part;
    }

    @Test
    void ts24229_5_7_1_1_aThirdPartyRegistrationIsAnswered200() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(wire(
                                "sip.CSeq.method == \"REGISTER\" && udp.srcport == " + gateway.sipPort(),
                                "sip.Status-Code"))
                        .hasSizeGreaterThanOrEqualTo(2)
                        .containsOnly("200"));
    }

    @Test
    void aMessageToAnXmppUserIsHandled() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(prosody, "juliet", "balcony")) {
            Sipp.Result sent = message("sip:juliet@localhost", "hello over ISC").run();
            assertThat(sent.ok()).as(sent.toString()).isTrue();
            assertThat(juliet.await(m -> m.getBody().equals("hello over ISC"))
                            .getFrom()
                            .toString())
                    .startsWith("alice@" + XmppServer.COMPONENT);
        }
    }

    @Test
    void ts24229_5_7_3_aMessageThatNoGatewayWantsGoesOnOverItsRoute() throws IOException {
        try (Phone phone = Phone.listening(bob)) {
            Sipp.Result sent = message("sip:bob@ims.test", "hello bob").run();
            assertThat(sent.ok()).as(sent.toString()).isTrue();
            assertThat(phone.requests()).singleElement().asString().endsWith("hello bob");
            assertVisitedTwiceWithTheTokenUntouched(callId(sent), "MESSAGE");
        }
    }

    @Test
    void ts24229_5_7_3_aCallThatNoGatewayWantsGoesOnAndIsNoLoop() throws IOException {
        try (Phone phone = Phone.listening(bob)) {
            Sipp.Result call = invite("sip:bob@ims.test").with("media", AUDIO).run();
            assertThat(call.ok()).as(call.toString()).isTrue();
            await().atMost(SOON).until(() -> phone.got("BYE"));
            assertVisitedTwiceWithTheTokenUntouched(callId(call), "INVITE");
            String bye = "sip.Method == \"BYE\" && (udp.port == %1$d || tcp.port == %1$d) && sip.Call-ID == \"%2$s\""
                    .formatted(gateway.sipPort(), callId(call));
            assertThat(wire(bye, "sip.Method"))
                    .as("the gateway is not on the way of what follows")
                    .isEmpty();
        }
    }

    /** Both are associated with juliet; erin's criteria say {@code app=convergence}. */
    @Test
    void theCriteriaNameTheGateway() throws Exception {
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        String ofBob = associateWithJuliet(admin, "bob");
        String ofErin = associateWithJuliet(admin, "erin");
        try (XmppClient juliet = XmppClient.signIn(prosody, "juliet", "balcony");
                Phone phone = Phone.listening(erin)) {
            assertThat(message("sip:bob@ims.test", "for juliet").run().ok()).isTrue();
            juliet.await(m -> m.getBody().equals("for juliet"));
            assertThat(message("sip:erin@ims.test", "for erin").run().ok()).isTrue();
            assertThat(phone.requests()).singleElement().asString().endsWith("for erin");
        } finally {
            admin.delete("/api/admin/v1/associations/" + ofBob);
            admin.delete("/api/admin/v1/associations/" + ofErin);
        }
    }

    private static String associateWithJuliet(PortalClient admin, String user) throws IOException {
        Map<String, String> association =
                Map.of("ims", "sip:" + user + "@ims.test", "web", "xmpp:juliet@localhost", "service", "MESSAGING");
        return admin.post("/api/admin/v1/associations", association).path("id").asText();
    }

    @Test
    void aVideoCallToAPortalUserBecomesAShare() throws IOException {
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        String association = admin.post(
                        "/api/admin/v1/associations",
                        Map.of("ims", "sip:bob@ims.test", "web", "web:bob", "service", "VIDEO"))
                .path("id")
                .asText();
        try (Sipp phone = invite("sip:bob@ims.test").with("hold", "4000").start()) {
            await().atMost(SOON)
                    .until(() -> phone.messages().stream()
                            .anyMatch(m -> VIDEO_PORT.matcher(m).find() && m.contains("SIP/2.0 200")));
            try (Rtp picture = Rtp.h264("127.0.0.1", videoPort(phone), 96, "176x144", 10, Duration.ofSeconds(6))) {
                await().atMost(SOON)
                        .until(() -> share(admin).path("state").asText().equals("live"));
                assertThat(share(admin).path("to").asText()).isEqualTo("sip:bob@ims.test");
            }
            Sipp.Result call = phone.await(SOON);
            assertThat(call.ok()).as(call.toString()).isTrue();
            await().atMost(SOON).until(() -> share(admin).path("state").asText().equals("ended"));
        } finally {
            admin.delete("/api/admin/v1/associations/" + association);
        }
    }

    @Test
    void clickToDialRingsBothThroughTheCoreAndOurOwnLegIsNoLoop() throws IOException {
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        try (Phone aliceRings = Phone.listening(alice);
                Phone bobRings = Phone.listening(bob)) {
            String call = admin.post(
                            "/click-to-dial/v0.2rc1/calls",
                            Map.of("caller", Map.of("number", "+15550001"), "callee", Map.of("number", "+15550002")))
                    .path("callId")
                    .asText();
            await().atMost(SOON).until(() -> bobRings.got("ACK"));
            assertThat(aliceRings.got("ACK")).isTrue();
            admin.delete("/click-to-dial/v0.2rc1/calls/" + call);
            await().atMost(SOON).until(() -> aliceRings.got("BYE") && bobRings.got("BYE"));
        }
    }

    private Sipp.Builder message(String to, String text) throws IOException {
        return fromAlice("message-uac.xml", to).with("text", text);
    }

    private Sipp.Builder invite(String to) throws IOException {
        return fromAlice("invite-uac.xml", to);
    }

    private Sipp.Builder fromAlice(String scenario, String to) throws IOException {
        return Sipp.scenario(scenario)
                // 200 to INFO: a share asks for a key frame (RFC 5168).
                .add("-aa")
                .to(mode.edge())
                .listen("127.0.0.1", alice)
                .with("route", "Route: <sip:orig@" + ImsCore.SCSCF + ";lr>")
                .with("from", "sip:alice@ims.test")
                .with("to", to);
    }

    /** The request came to us twice, for the caller and for the callee, and each time went back over the S-CSCF's token. */
    private void assertVisitedTwiceWithTheTokenUntouched(String callId, String method) {
        String request = "sip.Method == \"" + method + "\" && sip.Call-ID == \"" + callId + "\" && ";
        String toUs = "(udp.dstport == %1$d || tcp.dstport == %1$d)".formatted(gateway.sipPort());
        // RFC 3261 18.1.1: a request that grew over 1300 bytes goes by TCP, from any port.
        String fromUs =
                "(udp.srcport == %d || (tcp.dstport == 5060 && ip.src == 127.0.0.1))".formatted(gateway.sipPort());
        await().atMost(SOON).untilAsserted(() -> {
            List<String> in = wire(request + toUs, "sip.Route");
            List<String> out = wire(request + fromUs, "sip.Route");
            assertThat(in).hasSize(2).allMatch(route -> route.contains("<sip:iscmark@"));
            assertThat(out).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(in.get(i)).as("what came in ends with what goes out").endsWith(out.get(i));
                assertThat(out.get(i)).startsWith("<sip:iscmark@");
            }
        });
    }

    private List<String> wire(String filter, String field) throws IOException {
        return wire.fields(
                filter,
                List.of(
                        "-d",
                        "udp.port==" + gateway.sipPort() + ",sip",
                        "-d",
                        "tcp.port==" + gateway.sipPort() + ",sip"),
                field);
    }

    private static JsonNode share(PortalClient portal) throws IOException {
        return portal.get("/api/v1/shares").path("items").path(0);
    }

    private static int videoPort(Sipp phone) throws IOException {
        return phone.messages().stream()
                .filter(m -> m.startsWith("received"))
                .map(VIDEO_PORT::matcher)
                .filter(Matcher::find)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static String callId(Sipp.Result result) {
        Matcher matcher = CALL_ID.matcher(result.messages().get(0));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
