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
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jivesoftware.smack.packet.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.ImsCore;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.Phone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.RoomPhone;
import org.tombolo.peer.Rtp;
import org.tombolo.peer.SipPeer;
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
    private static final String FILE = """
            m=message %1$d TCP/MSRP *
            a=sendonly
            a=accept-types:image/png
            a=setup:active
            a=path:msrp://127.0.0.1:%1$d/grace;tcp
            a=file-selector:name:"rose.png" type:image/png size:1000
            a=file-transfer-id:rose""";

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

    /** Each container and each way to the S-CSCF; what is between a phone and the S-CSCF is nothing to a container. */
    static Stream<Arguments> everywhere() {
        return Stream.of(
                Arguments.of(Container.RESTCOMM, ImsCore.Mode.CORE),
                Arguments.of(Container.RESTCOMM, ImsCore.Mode.FULL),
                Arguments.of(Container.LIBERTY, ImsCore.Mode.FULL));
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

    /** A dialog with MSRP and a subscription in it, over all proxies of the core. */
    @Test
    void rfc7702_6_aRoomIsVisitedThroughTheCore() throws Exception {
        String room = "capulet-" + UUID.randomUUID() + "@rooms.localhost";
        try (XmppClient juliet = XmppClient.signIn(prosody, "juliet", "balcony");
                RoomPhone phone = RoomPhone.behind(
                        "sip:alice@ims.test", mode.edge(), alice, "<sip:orig@" + ImsCore.SCSCF + ";lr>")) {
            juliet.makeRoom(room, "JuliC");
            SipPeer.Message answer = phone.call("sip:" + room);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("Record-Route")).isNotEmpty();
            juliet.awaitPresence(room + "/alice", Presence.Type.available);
            assertThat(phone.ask("SUBSCRIBE", "Event: conference", "Expires: 600")
                            .status())
                    .isEqualTo(200);
            phone.notified(m -> m.body().contains(";gr=JuliC") && m.body().contains(";gr=alice"));
            assertThat(phone.say("public", "from behind the core")).isEqualTo(200);
            juliet.await(m -> "from behind the core".equals(m.getBody()));
            juliet.sendRaw("<message type='groupchat' to='" + room + "' id='g1'><body>over ISC</body></message>");
            phone.hears("over ISC");
            assertThat(phone.ask("BYE").status()).isEqualTo(200);
            // RFC 6665 4.4.1: unanswered, it would come again, to whoever has the phone's port next.
            phone.notified(m -> m.header("Subscription-State").startsWith("terminated"));
            juliet.awaitPresence(room + "/alice", Presence.Type.unavailable);
            assertThat(phone.msrp().violations()).isEmpty();
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
        return associate(admin, user, "xmpp:juliet@localhost", "MESSAGING");
    }

    private static String associate(PortalClient admin, String user, String web, String service) throws IOException {
        Map<String, String> association = Map.of("ims", "sip:" + user + "@ims.test", "web", web, "service", service);
        return admin.post("/api/admin/v1/associations", association).path("id").asText();
    }

    @Test
    void aVideoCallToAPortalUserBecomesAShare() throws IOException {
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        String association = associate(admin, "bob", "web:bob", "VIDEO");
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

    /** The third-party registration tells what the phone can do: who has video there is called, nobody watches in a browser. */
    @Test
    void aVideoCallToAPortalUserWhosePhoneHasVideoGoesThere() throws IOException {
        ImsCore.register(mode, "erin", erin, ";video");
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        String association = associate(admin, "erin", "web:bob", "VIDEO");
        try (Phone phone =
                Phone.listening(erin, "m=video 40004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=recvonly\r\n")) {
            Sipp.Result call = invite("sip:erin@ims.test").with("hold", "100").run();
            assertThat(call.ok()).as(call.toString()).isTrue();
            assertThat(phone.requests().get(0)).startsWith("INVITE ").contains("m=video 40000");
            await().atMost(SOON).until(() -> phone.got("BYE"));
            assertThat(share(admin).path("to").asText()).isNotEqualTo("sip:erin@ims.test");
        } finally {
            admin.delete("/api/admin/v1/associations/" + association);
        }
    }

    /** Neither of the two has criteria for INVITE but grace's, with a session description as the trigger (TS 29.228 annex B.2.2). */
    @Test
    void anInviteWithAFileIsTriggeredByItsSessionDescription() throws IOException {
        int caller = Ports.free();
        int phonePort = Ports.free();
        ImsCore.register(mode, "carol", caller);
        ImsCore.register(mode, "grace", phonePort);
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        String association = associate(admin, "grace", "web:bob", "VIDEO");
        try (Phone phone = Phone.listening(phonePort)) {
            Sipp.Result file = from("carol", caller, "invite-uac.xml", "sip:grace@ims.test")
                    .with("media", FILE.formatted(Ports.free()))
                    .with("hold", "100")
                    .run();
            assertThat(file.ok()).as(file.toString()).isTrue();
            assertThat(file.received()).anyMatch(m -> m.contains("m=message ") && m.contains("a=path:msrp://"));
            assertThat(phone.got("INVITE")).isFalse();
            Sipp.Result call = from("carol", caller, "invite-uac.xml", "sip:grace@ims.test")
                    .with("media", AUDIO)
                    .with("hold", "100")
                    .run();
            assertThat(call.ok()).as(call.toString()).isTrue();
            assertThat(phone.got("INVITE")).isTrue();
            assertThat(wire(
                            "sip.Method == \"INVITE\" && sip.Call-ID == \"" + callId(call) + "\" && udp.dstport == "
                                    + gateway.sipPort(),
                            "sip.Method"))
                    .as("a call is none of ours")
                    .isEmpty();
        } finally {
            admin.delete("/api/admin/v1/associations/" + association);
        }
    }

    /** What a phone behind the core sends over the connection that its description leads to is in her gallery, octet for octet. */
    @Test
    void aFileFromAPhoneBehindTheCoreIsInTheGalleryAsItWas() throws Exception {
        int caller = Ports.free();
        ImsCore.register(mode, "carol", caller);
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        PortalClient bob = PortalClient.signIn(gateway, "bob");
        String association = associate(admin, "grace", "web:bob", "VIDEO");
        String rose = new Random(5547)
                .ints(100_000, ' ', '~')
                .collect(StringBuilder::new, (s, c) -> s.append((char) c), StringBuilder::append)
                .toString();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            peer.tell("listen");
            String path = peer.event("listening").path("path").asText();
            try (Sipp phone = from("carol", caller, "invite-uac.xml", "sip:grace@ims.test")
                    .with("media", passive(path, rose.length()))
                    .with("hold", "2000")
                    .start()) {
                peer.event("hello");
                peer.tell("send", "name", "rose", "type", "image/png", "text", rose, "success", true);
                peer.event("answered", e -> e.path("code").asInt() == 200);
                peer.event("report", e -> e.path("status").asText().equals("000 200 OK"));
                JsonNode item = bob.get("/api/v1/gallery").path("items").path(0);
                assertThat(item.path("name").asText()).isEqualTo("rose.png");
                assertThat(item.path("from").asText()).isEqualTo("sip:carol@ims.test");
                assertThat(bob.text(item.path("url").asText())).isEqualTo(rose);
                bob.delete("/api/v1/gallery/" + item.path("id").asText());
                assertThat(phone.await(SOON).ok()).isTrue();
            }
            assertThat(peer.violations()).isEmpty();
        } finally {
            admin.delete("/api/admin/v1/associations/" + association);
        }
    }

    private static String passive(String path, int size) {
        return """
                m=message 9 TCP/MSRP *
                a=sendonly
                a=accept-types:*
                a=setup:passive
                a=path:%s
                a=file-selector:name:"rose.png" type:image/png size:%d
                a=file-transfer-id:a-rose-by-any-other-name""".formatted(path, size);
    }

    @Test
    void clickToDialJoinsTwoPhonesThroughTheCoreAndOurOwnLegIsNoLoop() throws IOException {
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        try (Baresip dave = phone("dave", 440);
                Baresip frank = phone("frank", 660)) {
            String call = admin.post(
                            "/click-to-dial/v0.2rc1/calls",
                            Map.of("caller", Map.of("number", "+15550004"), "callee", Map.of("number", "+15550006")))
                    .path("callId")
                    .asText();
            dave.await("CALL_INCOMING");
            dave.accept();
            frank.await("CALL_INCOMING");
            frank.accept();
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(dave.heard()).isCloseTo(660, Offset.offset(20));
                assertThat(frank.heard()).isCloseTo(440, Offset.offset(20));
            });
            admin.delete("/click-to-dial/v0.2rc1/calls/" + call);
            dave.await("CALL_CLOSED");
            frank.await("CALL_CLOSED");
        }
    }

    /** A phone that is registered with the core. */
    private Baresip phone(String user, int hertz) throws IOException {
        Baresip phone = Baresip.start(new Baresip.Account(user, ImsCore.DOMAIN, user + "-pw", mode.edge()), hertz);
        phone.awaitRegistered();
        return phone;
    }

    private Sipp.Builder message(String to, String text) throws IOException {
        return fromAlice("message-uac.xml", to).with("text", text);
    }

    private Sipp.Builder invite(String to) throws IOException {
        return fromAlice("invite-uac.xml", to);
    }

    private Sipp.Builder fromAlice(String scenario, String to) throws IOException {
        return from("alice", alice, scenario, to);
    }

    private Sipp.Builder from(String user, int port, String scenario, String to) throws IOException {
        return Sipp.scenario(scenario)
                // 200 to INFO: a share asks for a key frame (RFC 5168).
                .add("-aa")
                .to(mode.edge())
                .listen("127.0.0.1", port)
                .with("route", "Route: <sip:orig@" + ImsCore.SCSCF + ";lr>")
                .with("from", "sip:" + user + "@ims.test")
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
