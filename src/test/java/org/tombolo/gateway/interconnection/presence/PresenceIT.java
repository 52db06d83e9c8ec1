package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Presence.Type;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.vcardtemp.packet.VCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jxmpp.jid.impl.JidCreate;
import org.tombolo.peer.Container;
import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.SipPeer;
import org.tombolo.peer.SipPeer.Message;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** Presence behind an IMS core (RFC 8048), in both containers and with both XMPP servers; the core is played word by word. */
@ParameterizedClass
@EnumSource(Container.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresenceIT {
    private static final String OPEN = """
            <?xml version="1.0" encoding="UTF-8"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:%1$s@ims.test">
              <tuple id="ID-orchard"><status><basic>open</basic><show xmlns="jabber:client">away</show></status>
                <contact priority="0.5">sip:%1$s@ims.test</contact><note xml:lang="en">under the tree</note></tuple>
            </presence>
            """;

    private static final String PERSON = """
            <person xmlns="urn:ietf:params:xml:ns:pidf:data-model" id="p1">
              <display-name xmlns="urn:ietf:params:xml:ns:pidf:cipid">Fair Rosaline</display-name></person>
            """;

    @Parameter
    private Container container;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private XmppServer server;
    private SipPeer core;
    private Gateway gateway;

    @BeforeParameterizedClassInvocation
    void startEverything() throws Exception {
        server = closing(container == Container.RESTCOMM ? Prosody.started() : Ejabberd.started());
        core = closing(SipPeer.listening());
        gateway = closing(Gateway.start(
                container,
                Files.createTempDirectory(Files.createDirectories(Path.of("target", "peers")), "presence-"),
                Map.of(
                        "tombolo.sip.port",
                        String.valueOf(Ports.free()),
                        "tombolo.ims.domain",
                        "ims.test",
                        "tombolo.sip.outbound.proxy",
                        "sip:" + core.address() + ";lr",
                        "tombolo.sip.trusted.peers",
                        "127.0.0.1",
                        "tombolo.xmpp.port",
                        String.valueOf(server.componentPort()),
                        "tombolo.xmpp.domain",
                        XmppServer.COMPONENT,
                        "tombolo.xmpp.secret",
                        XmppServer.SECRET)));
        gateway.awaitReady();
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

    private static String jid(String user) {
        return user + "@" + XmppServer.COMPONENT;
    }

    /** Juliet subscribes to an IMS user, who agrees. */
    private Message granted(XmppClient juliet, String user) throws Exception {
        juliet.presence(jid(user), Type.subscribe);
        Message subscribe = core.awaitRequest("SUBSCRIBE");
        core.respond(subscribe, "200 OK", "Expires: 600");
        assertThat(core.notify(subscribe, 1, "active;expires=600", OPEN.formatted(user))
                        .status())
                .isEqualTo(200);
        juliet.awaitPresence(jid(user), Type.subscribed);
        return subscribe;
    }

    @Test
    void rfc8048_5_2_1_anXmppUserSubscribesAndIsNotified() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            juliet.presence(jid("romeo"), Type.subscribe);
            Message subscribe = core.awaitRequest("SUBSCRIBE");
            assertThat(subscribe.text()).startsWith("SUBSCRIBE sip:romeo@ims.test SIP/2.0");
            assertThat(subscribe.header("From")).contains("sip:juliet@localhost");
            assertThat(subscribe.header("Event")).isEqualTo("presence");
            assertThat(subscribe.header("Accept")).isEqualTo("application/pidf+xml");
            core.respond(subscribe, "200 OK", "Expires: 600");
            assertThat(core.notify(subscribe, 1, "pending;expires=600", "").status())
                    .isEqualTo(200);
            assertThat(core.notify(subscribe, 2, "active;expires=600", OPEN.formatted("romeo"))
                            .status())
                    .isEqualTo(200);

            juliet.awaitPresence(jid("romeo"), Type.subscribed);
            Presence away = juliet.awaitPresence(jid("romeo") + "/orchard", Type.available);
            assertThat(away.getMode()).isEqualTo(Presence.Mode.away);
            assertThat(away.getStatus()).isEqualTo("under the tree");
            assertThat(away.getPriority()).isEqualTo(64);
            await().until(() -> juliet.subscription(jid("romeo")).equals("to"));

            core.notify(
                    subscribe, 3, "active;expires=600", OPEN.formatted("romeo").replace(">open<", ">closed<"));
            juliet.awaitPresence(jid("romeo") + "/orchard", Type.unavailable);
        }
    }

    @Test
    void xep0054_whoWatchesAnImsUserGetsHerNameAsAVCardAndNobodyElseDoes() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony");
                XmppClient romeo = XmppClient.signIn(server, "romeo", "orchard")) {
            Message subscribe = granted(juliet, "rosaline");
            core.notify(
                    subscribe,
                    2,
                    "active;expires=600",
                    OPEN.formatted("rosaline").replace("</presence>", PERSON + "</presence>"));
            await().until(() ->
                    cardOf(juliet, "rosaline") instanceof VCard card && "Fair Rosaline".equals(card.getField("FN")));
            assertThat(cardOf(romeo, "rosaline").getError().getCondition())
                    .isEqualTo(StanzaError.Condition.service_unavailable);
        }
    }

    private static IQ cardOf(XmppClient asking, String user) throws Exception {
        VCard request = new VCard();
        request.setTo(JidCreate.from(jid(user)));
        return asking.ask(request);
    }

    @Test
    void rfc6665_4_1_2_4_aNotifyMayComeBeforeThe200() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "early")) {
            juliet.presence(jid("early"), Type.subscribe);
            Message subscribe = core.awaitRequest("SUBSCRIBE");
            assertThat(core.notify(subscribe, 1, "active;expires=600", OPEN.formatted("early"))
                            .status())
                    .isEqualTo(200);
            core.respond(subscribe, "200 OK", "Expires: 600");
            juliet.awaitPresence(jid("early") + "/orchard", Type.available);
        }
    }

    @Test
    void rfc3856_6_9_aSecondForkIsToldThatNobodySubscribed() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "fork")) {
            Message subscribe = granted(juliet, "forked");
            assertThat(core.notifyAs("other", subscribe, 5, "active;expires=600", OPEN.formatted("forked"))
                            .status())
                    .isEqualTo(481);
            assertThat(core.notify(subscribe, 6, "active;expires=600", OPEN.formatted("forked"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void rfc8048_5_2_2_aSubscriptionIsRefreshedInItsDialog() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "refresh")) {
            juliet.presence(jid("brief"), Type.subscribe);
            Message subscribe = core.awaitRequest("SUBSCRIBE");
            core.respond(subscribe, "200 OK", "Expires: 6");
            core.notify(subscribe, 1, "active;expires=6", OPEN.formatted("brief"));
            Message refresh = core.awaitRequest("SUBSCRIBE");
            assertThat(refresh.header("Call-ID")).isEqualTo(subscribe.header("Call-ID"));
            assertThat(refresh.header("Event")).isEqualTo("presence");
            // RFC 8048 5.2.2: transient, so another subscription follows.
            core.respond(refresh, "481 Subscription does not exist");
            Message again = core.awaitRequest("SUBSCRIBE");
            assertThat(again.header("Call-ID")).isNotEqualTo(subscribe.header("Call-ID"));
            // RFC 8048 5.2.2: for good.
            core.respond(again, "403 Forbidden");
            juliet.awaitPresence(jid("brief") + "/orchard", Type.unavailable);
            juliet.awaitPresence(jid("brief"), Type.unsubscribed);
        }
    }

    @Test
    void rfc6665_4_1_2_1_aLongerIntervalIsTakenWhenItIsAskedFor() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "longer")) {
            juliet.presence(jid("longer"), Type.subscribe);
            Message subscribe = core.awaitRequest("SUBSCRIBE");
            core.respond(subscribe, "423 Interval Too Brief", "Min-Expires: 7200");
            Message again = core.awaitRequest("SUBSCRIBE");
            assertThat(again.header("Expires")).isEqualTo("7200");
            core.respond(again, "489 Bad Event");
            juliet.awaitPresence(jid("longer"), Type.unsubscribed);
        }
    }

    @Test
    void rfc8048_5_2_3_anXmppUserUnsubscribes() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "leaving")) {
            Message subscribe = granted(juliet, "former");
            juliet.presence(jid("former"), Type.unsubscribe);
            Message end = core.awaitRequest("SUBSCRIBE");
            assertThat(end.header("Call-ID")).isEqualTo(subscribe.header("Call-ID"));
            assertThat(end.header("Expires")).isEqualTo("0");
            core.respond(end, "200 OK", "Expires: 0");
            // What follows, unsubscribed, her server takes for itself: it is no news to her (RFC 6121 3.2.3).
            juliet.awaitPresence(jid("former") + "/orchard", Type.unavailable);
            assertThat(core.notify(subscribe, 2, "terminated;reason=timeout", "")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Answers the NOTIFYs of a dialog until one says what is awaited: a state that begins by the pattern. */
    private Message awaitNotify(Message accepted, String state, String content) throws Exception {
        while (true) {
            Message notify = core.await(
                    "a NOTIFY that is " + state + " with " + content,
                    m -> m.method().equals("NOTIFY") && m.header("Call-ID").equals(accepted.header("Call-ID")));
            core.respond(notify, "200 OK");
            if (Pattern.compile(state)
                            .matcher(notify.header("Subscription-State"))
                            .lookingAt()
                    && notify.body().contains(content)) {
                return notify;
            }
        }
    }

    @Test
    void rfc8048_5_3_anImsUserSubscribesAndIsNotified() throws Exception {
        String address = "127.0.0.1:" + gateway.sipPort();
        try (XmppClient romeo = XmppClient.signIn(server, "romeo", "street")) {
            Message accepted = core.ask(
                    address,
                    "SUBSCRIBE",
                    "sip:nurse@ims.test",
                    "sip:romeo@localhost",
                    "",
                    "Event: presence",
                    "Expires: 600");
            assertThat(accepted.status()).isEqualTo(200);
            assertThat(accepted.header("Expires")).isEqualTo("600");
            assertThat(awaitNotify(accepted, "pending;expires=", "").body()).isEmpty();

            romeo.awaitPresence(jid("nurse"), Type.subscribe);
            romeo.presence(jid("nurse"), Type.subscribed);
            assertThat(awaitNotify(accepted, "active;expires=", "ID-street").body())
                    .contains("pres:romeo@localhost", "<basic>open</basic>");

            assertThat(core.resubscribe(accepted, 2, "Event: presence", "Expires: 300")
                            .status())
                    .isEqualTo(200);
            awaitNotify(accepted, "active;expires=(300|29[0-9])", "ID-street");

            assertThat(core.resubscribe(accepted, 3, "Event: presence", "Expires: 0")
                            .status())
                    .isEqualTo(200);
            awaitNotify(accepted, "terminated;reason=timeout", "<basic>closed</basic>");
            romeo.awaitPresence(jid("nurse"), Type.unavailable);
        }
    }

    @Test
    void xep0054_whoWatchesAnXmppUserSeesHerNameAndPicture() throws Exception {
        byte[] picture = "\u0089PNG or so".getBytes(StandardCharsets.ISO_8859_1);
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "mirror")) {
            VCard card = new VCard();
            card.setType(IQ.Type.set);
            card.setNickName("Fair Juliet");
            card.setAvatar(picture, "image/png");
            assertThat(juliet.ask(card).getType()).isEqualTo(IQ.Type.result);
            Message accepted = core.ask(
                    "127.0.0.1:" + gateway.sipPort(),
                    "SUBSCRIBE",
                    "sip:painter@ims.test",
                    "sip:juliet@localhost",
                    "",
                    "Event: presence");
            awaitNotify(accepted, "pending", "");
            juliet.awaitPresence(jid("painter"), Type.subscribe);
            juliet.presence(jid("painter"), Type.subscribed);
            String body = awaitNotify(accepted, "active", "status-icon").body();
            assertThat(body).contains(">Fair Juliet</display-name>");
            Matcher icon = Pattern.compile(">(http[^<]+)</status-icon>").matcher(body);
            assertThat(icon.find()).isTrue();
            HttpResponse<byte[]> fetched = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(icon.group(1))).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(fetched.body()).isEqualTo(picture);
            assertThat(fetched.headers().firstValue("Content-Type")).contains("image/png");
            assertThat(core.resubscribe(accepted, 2, "Event: presence", "Expires: 0")
                            .status())
                    .isEqualTo(200);
            awaitNotify(accepted, "terminated", "");
        }
    }

    @Test
    void rfc8048_5_3_1_anXmppUserSaysNo() throws Exception {
        String address = "127.0.0.1:" + gateway.sipPort();
        try (XmppClient romeo = XmppClient.signIn(server, "romeo", "no")) {
            Message accepted =
                    core.ask(address, "SUBSCRIBE", "sip:tybalt@ims.test", "sip:romeo@localhost", "", "Event: presence");
            awaitNotify(accepted, "pending", "");
            romeo.awaitPresence(jid("tybalt"), Type.subscribe);
            romeo.presence(jid("tybalt"), Type.unsubscribed);
            awaitNotify(accepted, "terminated;reason=rejected", "");
        }
    }
}
