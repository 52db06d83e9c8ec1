package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.iqlast.packet.LastActivity;
import org.jivesoftware.smackx.iqversion.packet.Version;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jivesoftware.smackx.time.packet.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.impl.JidCreate;
import org.tombolo.identity.Jid;
import org.tombolo.peer.Authority;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;
import org.tombolo.tls.TrustedAuthorities;
import org.tombolo.xml.XmlElement;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.LinkStatus;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppRequest;

/** What the component stream does, on any server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class ComponentStreamContract {
    private static final Jid ALICE = new Jid("alice", XmppServer.COMPONENT, "");
    private static final Jid JULIET = new Jid("juliet", XmppServer.DOMAIN, "");
    private static final ComponentSettings.Limits QUICK = new ComponentSettings.Limits(
            1 << 20,
            1 << 18,
            20_000,
            Duration.ofSeconds(4),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    @TempDir
    private static Path directory;

    private Authority authority;
    private XmppServer server;
    private RecordingHandler handler;
    private ComponentStreams stream;
    private XmppClient juliet;

    abstract XmppServer startServer(Authority.Issued certificate) throws Exception;

    @BeforeAll
    void startPeer() throws Exception {
        authority = new Authority(directory.resolve("authority"));
        server = startServer(authority.issueRsa("xmpp", "DNS:" + XmppServer.DOMAIN));
    }

    @AfterAll
    void stopPeer() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        handler = new RecordingHandler();
        stream = stream(XmppServer.SECRET, XmppServer.COMPONENT);
        stream.start(handler);
        awaitUp();
        juliet = XmppClient.signIn(server, "juliet", "balcony");
    }

    @AfterEach
    void close() {
        stream.close();
        juliet.close();
    }

    private ComponentStreams stream(String secret, String domain) {
        return streams(settings(domain, secret, server.componentPort(), Optional.empty()));
    }

    private static ComponentStreams streams(ComponentSettings... components) {
        return new ComponentStreams(List.of(components), new Random(1), System::nanoTime);
    }

    private static ComponentSettings settings(
            String domain, String secret, int port, Optional<ComponentSettings.Tls> tls) {
        return new ComponentSettings("127.0.0.1", port, domain, secret, XmppServer.DOMAIN, tls, QUICK);
    }

    private void awaitUp() {
        awaitUp(stream, XmppServer.COMPONENT);
    }

    private static void awaitUp(ComponentStreams streams, String domain) {
        await().atMost(Duration.ofSeconds(20)).until(() -> streams.isUp(domain));
    }

    private static LinkStatus status(ComponentStreams streams, String domain) {
        return Optional.ofNullable(streams.status().get(domain)).orElseThrow();
    }

    private static XmppMessage message(String id, Jid to, String body) {
        return new XmppMessage(id, ALICE, to, "chat", "", "", "", body, Optional.empty());
    }

    private Delivery fate(XmppMessage message) throws Exception {
        return stream.send(message).get(20, TimeUnit.SECONDS);
    }

    @Test
    void xep0114_handshakeOpensTheStream() {
        assertThat(status(stream, XmppServer.COMPONENT).state()).isEqualTo(LinkStatus.State.UP);
        await().untilAtomic(handler.ups, org.hamcrest.Matchers.is(1));
    }

    @Test
    void xep0114_aWrongSecretIsRefusedInWords() {
        try (ComponentStreams wrong = stream("wrong", XmppServer.COMPONENT)) {
            wrong.start(new RecordingHandler());
            await().until(() -> status(wrong, XmppServer.COMPONENT).state() == LinkStatus.State.REFUSED);
            assertThat(status(wrong, XmppServer.COMPONENT).words())
                    .contains("not-authorized")
                    .contains("secret differs");
        }
    }

    @Test
    void xep0114_anUnknownDomainIsRefused() {
        try (ComponentStreams wrong = stream(XmppServer.SECRET, "other.localhost")) {
            wrong.start(new RecordingHandler());
            await().until(() -> status(wrong, "other.localhost").state() == LinkStatus.State.REFUSED);
            assertThat(status(wrong, "other.localhost").words()).contains("other.localhost");
        }
    }

    /** Row 14: several components, one of which is refused. */
    @Test
    void xep0114_eachComponentHasAStreamOfItsOwn() throws Exception {
        Jid bob = new Jid("bob", XmppServer.SECOND, "");
        RecordingHandler seconds = new RecordingHandler();
        try (ComponentStreams several = streams(
                settings(XmppServer.SECOND, XmppServer.SECOND_SECRET, server.secondComponentPort(), Optional.empty()),
                settings("other.localhost", "none", server.secondComponentPort(), Optional.empty()))) {
            several.start(seconds);
            awaitUp(several, XmppServer.SECOND);
            await().until(() -> status(several, "other.localhost").state() == LinkStatus.State.REFUSED);
            assertThat(seconds.upDomains).containsExactly(XmppServer.SECOND);

            assertThat(several.send(from("s1", bob)).get(20, TimeUnit.SECONDS)).isInstanceOf(Delivery.Accepted.class);
            assertThat(juliet.await(m -> "s1".equals(m.getStanzaId())).getFrom().toString())
                    .isEqualTo(bob.text());
            juliet.send("s2", bob.text(), "to the second");
            assertThat(seconds.await(m -> m.id().equals("s2")).to()).isEqualTo(bob);
            assertThat(handler.messages).isEmpty();

            assertThat(several.send(from("s3", new Jid("bob", "other.localhost", "")))
                            .get(20, TimeUnit.SECONDS))
                    .isInstanceOf(Delivery.NotSent.class);
            assertThat(several.send(from("s4", ALICE)).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(Delivery.Refused.class);
        }
    }

    private static XmppMessage from(String id, Jid sender) {
        return new XmppMessage(id, sender, JULIET, "chat", "", "", "", "x", Optional.empty());
    }

    private ComponentStreams secured(ComponentSettings.Tls tls) {
        return streams(
                settings(XmppServer.SECOND, XmppServer.SECOND_SECRET, server.secureComponentPort(), Optional.of(tls)));
    }

    private SSLContext trusted() throws Exception {
        return TrustedAuthorities.context(Optional.of(authority.certificate()));
    }

    @Test
    void theStreamIsByTlsWhereTheServerOffersIt() throws Exception {
        RecordingHandler secure = new RecordingHandler();
        try (ComponentStreams seconds = secured(new ComponentSettings.Tls(trusted(), XmppServer.DOMAIN))) {
            seconds.start(secure);
            awaitUp(seconds, XmppServer.SECOND);
            String long1 = "x".repeat(100_000);
            Jid bob = new Jid("bob", XmppServer.SECOND, "");
            juliet.send("t1", bob.text(), long1);
            assertThat(secure.await(m -> m.id().equals("t1")).body()).isEqualTo(long1);
            assertThat(seconds.send(from("t2", bob)).get(20, TimeUnit.SECONDS)).isInstanceOf(Delivery.Accepted.class);
            juliet.await(m -> "t2".equals(m.getStanzaId()));
        }
    }

    @Test
    void rfc6125_6_aServerOfAnotherNameOrAuthorityIsNotSpokenTo() throws Exception {
        assertThat(notTrusted(new ComponentSettings.Tls(trusted(), XmppServer.SECOND)))
                .contains("No subject alternative DNS name matching " + XmppServer.SECOND);
        assertThat(notTrusted(new ComponentSettings.Tls(SSLContext.getDefault(), XmppServer.DOMAIN)))
                .contains("certification path");
    }

    private String notTrusted(ComponentSettings.Tls tls) {
        try (ComponentStreams wrong = secured(tls)) {
            wrong.start(new RecordingHandler());
            await().until(() -> status(wrong, XmppServer.SECOND).state() == LinkStatus.State.DOWN);
            return status(wrong, XmppServer.SECOND).words();
        }
    }

    @Test
    void aServerWithoutTlsIsNotSpokenToByTls() throws Exception {
        ComponentSettings.Tls tls = new ComponentSettings.Tls(trusted(), XmppServer.DOMAIN);
        try (ComponentStreams wrong = streams(settings(
                XmppServer.SECOND, XmppServer.SECOND_SECRET, server.secondComponentPort(), Optional.of(tls)))) {
            wrong.start(new RecordingHandler());
            await().until(() -> status(wrong, XmppServer.SECOND).state() == LinkStatus.State.DOWN);
        }
    }

    @Test
    void rfc6121_5_messageReachesTheClientWithAllItCarries() throws Exception {
        Delivery fate = fate(new XmppMessage(
                "m1",
                ALICE,
                JULIET,
                "chat",
                "A subject",
                "cid-123@ims",
                "en",
                "héllo \ud83d\ude00 <&> 'x' \u0001",
                Optional.empty()));

        var received = juliet.await(m -> "m1".equals(m.getStanzaId()));
        assertThat(fate).isInstanceOf(Delivery.Accepted.class);
        assertThat(received.getBody()).isEqualTo("héllo \ud83d\ude00 <&> 'x' \ufffd");
        assertThat(received.getSubject()).isEqualTo("A subject");
        assertThat(received.getThread()).isEqualTo("cid-123@ims");
        assertThat(received.getLanguage()).isEqualTo("en");
        assertThat(received.getFrom().toString()).isEqualTo(ALICE.text());
    }

    @Test
    void rfc6121_5_messageFromTheClientArrives() throws Exception {
        juliet.sendRaw("<message to='alice@ims.localhost' id='m2' type='chat' xml:lang='it'><subject>Tema</subject>"
                + "<body>ciao \ud83d\ude00 &lt;&amp;&gt;</body><thread>t1</thread>"
                + "<active xmlns='http://jabber.org/protocol/chatstates'/></message>");

        XmppMessage received = handler.await(m -> m.id().equals("m2"));
        assertThat(received)
                .isEqualTo(new XmppMessage(
                        "m2",
                        new Jid("juliet", "localhost", "balcony"),
                        ALICE,
                        "chat",
                        "Tema",
                        "t1",
                        "it",
                        "ciao \ud83d\ude00 <&>",
                        Optional.empty(),
                        List.of(new Extension.ChatState(Extension.ChatState.State.ACTIVE))));
    }

    @Test
    void rfc6120_8_3_anUnknownUserIsRefusedBeforeThePingIsAnswered() throws Exception {
        Delivery fate = fate(message("e1", new Jid("nobody", "localhost", ""), "x"));

        assertThat(fate).isInstanceOf(Delivery.Refused.class);
        assertThat(((Delivery.Refused) fate).error().condition()).isEqualTo("service-unavailable");
        assertThat(handler.messages).isEmpty();
    }

    /** The rule that lets one ping serve a batch: the server's errors come before the answer to a later ping, without exception. */
    @Test
    void xep0199_aPingsAnswerFollowsEveryErrorOfWhatWentBefore() throws Exception {
        List<CompletableFuture<Delivery>> bad = new ArrayList<>();
        List<CompletableFuture<Delivery>> good = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            bad.add(stream.send(message("bad" + i, new Jid("nobody" + i % 50, "localhost", ""), "x")));
            good.add(stream.send(message("good" + i, JULIET, "x")));
        }
        for (int i = 0; i < 3000; i++) {
            assertThat(bad.get(i).get(20, TimeUnit.SECONDS)).isInstanceOf(Delivery.Refused.class);
            assertThat(good.get(i).get(20, TimeUnit.SECONDS)).isInstanceOf(Delivery.Accepted.class);
        }
    }

    @Test
    void theOrderOfSendingIsTheOrderOfArrival() throws Exception {
        List<String> expected = IntStream.range(0, 5000).mapToObj(i -> "n" + i).toList();
        CompletableFuture<Delivery> last = new CompletableFuture<>();
        for (String body : expected) {
            last = stream.send(message(body, JULIET, body));
        }
        assertThat(last.get(30, TimeUnit.SECONDS)).isInstanceOf(Delivery.Accepted.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> juliet.bodies().size() >= 5000);
        assertThat(juliet.bodies()).isEqualTo(expected);
    }

    @Test
    void theOrderOfEachThreadIsKeptWhenManySend() throws Exception {
        Thread[] threads = new Thread[4];
        Queue<CompletableFuture<Delivery>> fates = new ConcurrentLinkedQueue<>();
        for (int t = 0; t < threads.length; t++) {
            String name = "t" + t + "-";
            threads[t] = new Thread(() -> IntStream.range(0, 500)
                    .mapToObj(i -> stream.send(message(name + i, JULIET, name + i)))
                    .forEach(fates::add));
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> juliet.bodies().size() >= 2000);
        for (CompletableFuture<Delivery> fate : fates) {
            assertThat(fate.get(20, TimeUnit.SECONDS)).isInstanceOf(Delivery.Accepted.class);
        }
        for (int t = 0; t < threads.length; t++) {
            String name = "t" + t + "-";
            assertThat(juliet.bodies().stream().filter(b -> b.startsWith(name)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(i -> name + i).toList());
        }
    }

    @Test
    void aSenderOfAnotherDomainIsRefusedBeforeItIsSent() throws Exception {
        Delivery fate = fate(
                new XmppMessage("j2", new Jid("a", "other", ""), JULIET, "chat", "", "", "", "x", Optional.empty()));

        assertThat(fate).isInstanceOf(Delivery.Refused.class);
        assertThat(stream.isUp(XmppServer.COMPONENT)).isTrue();
    }

    @Test
    void xep0106_escapedAddressesPassBothWays() throws Exception {
        Jid escaped = new Jid("d\\27artagnan\\40corp", XmppServer.COMPONENT, "");
        juliet.send("esc", escaped.text(), "x");
        assertThat(handler.await(m -> m.id().equals("esc")).to()).isEqualTo(escaped);

        assertThat(fate(new XmppMessage("esc2", escaped, JULIET, "chat", "", "", "", "x", Optional.empty())))
                .isInstanceOf(Delivery.Accepted.class);
        assertThat(juliet.await(m -> "esc2".equals(m.getStanzaId())).getFrom().toString())
                .isEqualTo(escaped.text());
    }

    @Test
    void aStanzaThatDoesNotParseIsSkippedAndAnswered() throws Exception {
        juliet.sendRaw("<message to='alice@ims.localhost' id='bad1' type='chat'><body>x</body>"
                + "<delay xmlns='urn:xmpp:delay' stamp='garbage'/></message>");
        juliet.sendRaw(
                "<message to='alice@ims.localhost' id='bad2' type='chat'><body>x</body>"
                        + "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='bogus' role='nope'/></x></message>");
        juliet.sendRaw("<iq to='ims.localhost' id='bad3' type='get'><query xmlns='jabber:iq:version'><os/><bogus/>"
                + "</query></iq>");
        juliet.send("after", "alice@ims.localhost", "still alive");

        handler.await(m -> m.id().equals("after"));
        assertThat(handler.ups).hasValue(1);
        assertThat(juliet.await(m -> "bad1".equals(m.getStanzaId()))
                        .getError()
                        .getCondition()
                        .toString())
                .isEqualTo("bad-request");
    }

    @Test
    void aHandlersExceptionEndsOneStanzaOnly() throws Exception {
        juliet.send("boom", "alice@ims.localhost", "throw");
        juliet.send("after", "alice@ims.localhost", "x");

        handler.await(m -> m.id().equals("after"));
        assertThat(juliet.await(m -> "boom".equals(m.getStanzaId()))
                        .getError()
                        .getCondition()
                        .toString())
                .isEqualTo("internal-server-error");
    }

    @Test
    void aLongStanzaPassesAndOneOverTheLimitIsRefused() throws Exception {
        assertThat(fate(message("big", JULIET, "x".repeat(200_000)))).isInstanceOf(Delivery.Accepted.class);
        assertThat(juliet.await(m -> "big".equals(m.getStanzaId())).getBody()).hasSize(200_000);

        Delivery refused = fate(message("huge", JULIET, "x".repeat(300_000)));
        assertThat(((Delivery.Refused) refused).error().condition()).isEqualTo("policy-violation");
    }

    @Test
    void anErrorOfOurOwnReachesTheClient() throws Exception {
        Delivery fate = fate(new XmppMessage(
                "x1",
                ALICE,
                new Jid("juliet", "localhost", "balcony"),
                "error",
                "",
                "",
                "",
                "",
                Optional.of(new StanzaError("gone", "cancel", "moved", "xmpp:alice@new.test"))));

        assertThat(fate).isInstanceOf(Delivery.Accepted.class);
        var error = juliet.await(m -> "x1".equals(m.getStanzaId())).getError();
        assertThat(error.getCondition().toString()).isEqualTo("gone");
        assertThat(error.getConditionText()).isEqualTo("xmpp:alice@new.test");
        assertThat(error.getDescriptiveText()).isEqualTo("moved");
    }

    @Test
    void xep0030_discoNamesAGateway() throws Exception {
        DiscoverInfo answer = (DiscoverInfo) juliet.ask(DiscoverInfo.builder("d1")
                .ofType(IQ.Type.get)
                .to(JidCreate.from(XmppServer.COMPONENT))
                .build());
        assertThat(answer.hasIdentity("gateway", "simple")).isTrue();
        assertThat(answer.containsFeature("urn:xmpp:ping")).isTrue();
    }

    @Test
    void xep0199_pingVersionAndTimeAreAnswered() throws Exception {
        var component = JidCreate.from(XmppServer.COMPONENT);
        assertThat(juliet.ask(new Ping(component)).getType()).isEqualTo(IQ.Type.result);
        assertThat(((Version) juliet.ask(new Version(component))).getName()).isEqualTo("Tombolo");
        Time time = new Time();
        time.setTo(component);
        assertThat(juliet.ask(time).getType()).isEqualTo(IQ.Type.result);
    }

    @Test
    void xep0012_4_theUptimeIsToldAndAUsersLastActivityIsNot() throws Exception {
        var component = JidCreate.from(XmppServer.COMPONENT);
        LastActivity told = (LastActivity) juliet.ask(new LastActivity(component));
        assertThat(told.getType()).isEqualTo(IQ.Type.result);
        assertThat(told.lastActivity).isNotNegative();
        IQ refused = juliet.ask(new LastActivity(JidCreate.from("alice@ims.localhost")));
        assertThat(refused.getError().getCondition().toString()).isEqualTo("service-unavailable");
    }

    @Test
    void xep0106_5_escapingIsAnnounced() throws Exception {
        DiscoverInfo question = DiscoverInfo.builder("escaping")
                .to(JidCreate.from(XmppServer.COMPONENT))
                .build();
        DiscoverInfo told = (DiscoverInfo) juliet.ask(question);
        assertThat(told.containsFeature("jid\\20escaping")).isTrue();
    }

    @Test
    void rfc6120_8_4_anUnknownRequestGetsServiceUnavailable() throws Exception {
        juliet.sendRaw("<iq to='alice@ims.localhost' id='u0' type='result'/>");
        IQ request = new org.jivesoftware.smack.packet.SimpleIQ("query", "urn:tombolo:unknown") {};
        request.setTo(JidCreate.from("alice@ims.localhost"));
        assertThat(juliet.ask(request).getError().getCondition().toString()).isEqualTo("service-unavailable");
    }

    @Test
    void aRestartOfTheServerIsSurvived() throws Exception {
        assertThat(fate(message("before", JULIET, "x"))).isInstanceOf(Delivery.Accepted.class);
        server.kill();
        await().until(() -> !stream.isUp(XmppServer.COMPONENT));
        assertThat(fate(message("meanwhile", JULIET, "x"))).isInstanceOf(Delivery.NotSent.class);
        await().untilAtomic(handler.downs, org.hamcrest.Matchers.is(1));

        server.start();
        awaitUp();
        assertThat(fate(message("after", JULIET, "x"))).isInstanceOf(Delivery.Accepted.class);
    }

    @Test
    void aHangingServerIsNoticedByItsSilence() throws Exception {
        server.suspend();
        try {
            CompletableFuture<Delivery> fate = stream.send(message("hang", JULIET, "x"));
            assertThat(fate.get(10, TimeUnit.SECONDS)).isInstanceOf(Delivery.Unknown.class);
            assertThat(stream.isUp(XmppServer.COMPONENT)).isFalse();
        } finally {
            server.resume();
        }
        awaitUp();
    }

    @Test
    void closingSettlesWhatWaits() throws Exception {
        List<CompletableFuture<Delivery>> fates = IntStream.range(0, 1000)
                .mapToObj(i -> stream.send(message("c" + i, JULIET, "x")))
                .toList();
        stream.close();
        for (var fate : fates) {
            assertThat(fate.get(1, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(status(stream, XmppServer.COMPONENT).state()).isEqualTo(LinkStatus.State.CLOSED);
        assertThat(fate(message("late", JULIET, "x"))).isInstanceOf(Delivery.NotSent.class);
    }

    /** A request of a session (XEP-0166 7), as a client sends it. */
    private static final class SessionInfo extends IQ {
        SessionInfo() {
            super("jingle", "urn:xmpp:jingle:1");
            setType(Type.set);
            setTo(JidCreate.fromOrThrowUnchecked(ALICE.text() + "/sip"));
        }

        @Override
        protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
            xml.attribute("action", "session-info").attribute("sid", "s1").rightAngleBracket();
            xml.append("<ringing xmlns='urn:xmpp:jingle:apps:rtp:info:1'/>");
            return xml;
        }
    }

    @Test
    void rfc6120_8_2_3_aRequestIsHandedOverWithItsPayloadAndAnswered() throws Exception {
        IQ answer = juliet.ask(new SessionInfo());
        assertThat(answer.getType()).isEqualTo(IQ.Type.result);
        XmppRequest request = handler.requests.get(0);
        assertThat(request.from().text()).isEqualTo(juliet.address());
        assertThat(request.payload().attribute("sid")).isEqualTo("s1");
        assertThat(request.payload().child("urn:xmpp:jingle:apps:rtp:info:1", "ringing"))
                .isPresent();
    }

    @Test
    void xep0030_3_1_aDeviceCanBeAskedAndOneThatIsGoneIsAnError() throws Exception {
        String namespace = "http://jabber.org/protocol/disco#info";
        XmlElement query = XmlElement.of(namespace, "query");
        Jid device = Jid.parse(juliet.address()).orElseThrow();
        XmppAnswer told =
                stream.request(new XmppRequest(ALICE, device, false, query)).get(20, TimeUnit.SECONDS);
        assertThat(((XmppAnswer.Result) told).payload().orElseThrow().all(namespace, "feature"))
                .isNotEmpty();
        Jid gone = new Jid(device.local(), device.domain(), "gone");
        XmppAnswer failed =
                stream.request(new XmppRequest(ALICE, gone, false, query)).get(20, TimeUnit.SECONDS);
        assertThat(((XmppAnswer.Failed) failed).error().condition()).isEqualTo("service-unavailable");
    }
}
