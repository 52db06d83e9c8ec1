package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tombolo.identity.Jid;
import org.tombolo.xml.XmlElement;
import org.tombolo.xmpp.Conference;
import org.tombolo.xmpp.Extension.CallMessage;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.StanzaFault;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;

/** Requests over the stream, both ways, as they stand on the wire. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RequestsTest {
    private static final Jid ALICE = new Jid("alice", "ims.localhost", "sip");
    private static final Jid JULIET = new Jid("juliet", "localhost", "b");
    private static final XmlElement PING =
            XmlElement.of("urn:xmpp:jingle:1", "jingle").with("action", "session-info");

    private final List<XmppRequest> requests = new CopyOnWriteArrayList<>();
    private final List<XmppMessage> messages = new CopyOnWriteArrayList<>();
    private final List<StanzaFault> skipped = new CopyOnWriteArrayList<>();
    private XmppAnswer answer = XmppAnswer.done();
    private Optional<Conference> conference = Optional.empty();
    private PlayedServer server;
    private ComponentStreams stream;
    private PlayedServer.Peer peer;

    private final XmppHandler handler = new XmppHandler() {
        @Override
        public void message(XmppMessage message) {
            messages.add(message);
        }

        @Override
        public Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request) {
            requests.add(request);
            return Optional.of(CompletableFuture.completedFuture(answer));
        }

        @Override
        public CompletableFuture<Optional<Conference>> conference(Jid address, Jid asking) {
            return CompletableFuture.completedFuture(conference.filter(
                    c -> address.equals(new Jid("montague", "ims.localhost", "")) && asking.equals(JULIET)));
        }

        @Override
        public void skipped(StanzaFault fault) {
            skipped.add(fault);
        }

        @Override
        public void up(String domain) {}

        @Override
        public void down(String domain, String reason) {}
    };

    @BeforeEach
    void connect() throws IOException {
        server = new PlayedServer();
        stream = server.stream;
        stream.start(handler);
        peer = server.accept();
        Awaitility.await().until(() -> stream.isUp("ims.localhost"));
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        server.close();
    }

    private void jingle(String inside) throws IOException {
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost/sip' type='set' id='i&apos;1'>"
                + "<jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='a'>" + inside + "</jingle></iq>");
    }

    @Test
    void rfc6120_8_2_3_aRequestIsGivenWithItsNamespacesAndAnsweredByItsId() throws IOException {
        jingle("<content name='a'><x xmlns='urn:x' y='1'>text</x></content>");
        String said = peer.readTo("</iq>");
        assertThat(said).contains("id='i&apos;1'", "type='result'", "to='juliet@localhost/b'");
        XmppRequest request = requests.get(0);
        assertThat(request.from()).isEqualTo(JULIET);
        assertThat(request.to()).isEqualTo(ALICE);
        assertThat(request.set()).isTrue();
        XmlElement content =
                request.payload().child("urn:xmpp:jingle:1", "content").orElseThrow();
        XmlElement inner = content.child("urn:x", "x").orElseThrow();
        assertThat(inner.attribute("y")).isEqualTo("1");
        assertThat(inner.text()).isEqualTo("text");
    }

    @Test
    void rfc6120_8_3_4_anErrorMayHaveAConditionOfTheApplication() throws IOException {
        answer = new XmppAnswer.Failed(
                new StanzaError("item-not-found", "cancel", "]]> & <gone>", ""),
                Optional.of(XmlElement.of("urn:xmpp:jingle:errors:1", "unknown-session")));
        jingle("");
        assertThat(peer.readTo("</iq>"))
                .contains("type='error'", "<item-not-found", "]]&gt; &amp; &lt;gone&gt;")
                .containsPattern("<unknown-session xmlns=.urn:xmpp:jingle:errors:1.\\s*/></error></iq>");
    }

    @Test
    void aRequestWithMoreElementsThanAnyHasIsAnsweredByTheStream() throws IOException {
        jingle("<a/>".repeat(3000));
        assertThat(peer.readTo("</iq>")).contains("bad-request");
        assertThat(requests).isEmpty();
    }

    @Test
    void whatNobodyServesIsStillServiceUnavailable() throws IOException {
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost' type='get' id='1'><x xmlns='urn:x'/></iq>");
        assertThat(peer.readTo("</iq>")).contains("service-unavailable");
    }

    @Test
    void rfc6120_8_3_3_1_whatIsSkippedIsAnsweredWhereItCanBeAndCounted() throws IOException {
        peer.write("<message from='juliet@capulet.example/b' to='alice@elsewhere.example'><body>x</body></message>");
        peer.write("<message from='juliet@localhost/b' to='alice@ims.localhost' id='2'><x xmlns='urn:x'>"
                + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</x></message>");
        assertThat(peer.readTo("</message>")).contains("bad-request");
        // the stream goes on
        peer.write("<message from='juliet@localhost/b' to='alice@ims.localhost' id='3'><body>good</body></message>");
        Awaitility.await().until(() -> !messages.isEmpty());
        assertThat(messages).extracting(XmppMessage::body).containsExactly("good");
        assertThat(skipped).containsExactly(StanzaFault.ELSEWHERE, StanzaFault.UNPARSABLE);
    }

    @Test
    void xep0166_12_usersSayThatTheyCanBeCalled() throws IOException {
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost' type='get' id='1'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        assertThat(peer.readTo("</iq>"))
                .contains(
                        "urn:xmpp:jingle:1",
                        "urn:xmpp:jingle:apps:rtp:audio",
                        "urn:xmpp:jingle:transports:ice-udp:1",
                        "urn:xmpp:jingle:apps:dtls:0",
                        "urn:xmpp:jingle-message:0");
    }

    private String discovers(String to, String what) throws IOException {
        peer.write("<iq from='juliet@localhost/b' to='" + to + "' type='get' id='1'><query xmlns='"
                + "http://jabber.org/protocol/disco#" + what + "'/></iq>");
        String answer = peer.readTo("</iq>");
        while (!answer.contains("disco#" + what)) {
            // Our own pings come in between.
            answer = peer.readTo("</iq>");
        }
        return answer;
    }

    @Test
    void xep0045_6_4_aConferenceIsARoomForWhoAsks() throws IOException {
        conference = Optional.of(new Conference("Today in <Verona>", List.of("Romeo", "JuliC")));
        assertThat(discovers("montague@ims.localhost", "info"))
                .contains(
                        "category='conference'",
                        "type='text'",
                        "name='montague'",
                        "<feature var='http://jabber.org/protocol/muc'",
                        "muc#roominfo",
                        "<value>Today in &lt;Verona&gt;</value>",
                        "<value>2</value>")
                .doesNotContain("urn:xmpp:jingle:1");
        // 6.5
        assertThat(discovers("montague@ims.localhost", "items"))
                .contains("jid='montague@ims.localhost/Romeo'", "jid='montague@ims.localhost/JuliC'");
        conference = Optional.of(Conference.UNKNOWN);
        assertThat(discovers("montague@ims.localhost", "info"))
                .contains("category='conference'")
                .doesNotContain("roominfo");
    }

    @Test
    void xep0045_6_whatIsNoConferenceIsAUser() throws IOException {
        assertThat(discovers("alice@ims.localhost", "info")).contains("category='client'", "urn:xmpp:jingle:1");
        assertThat(discovers("ims.localhost", "info")).contains("category='gateway'");
    }

    @Test
    void xep0115_6_2_whatPresenceTellsCanBeAskedForByItsNode() throws IOException {
        stream.send(XmppPresence.available(ALICE, JULIET, XmppPresence.Show.NONE, "", "", 0));
        String presence = peer.readTo("</presence>");
        assertThat(presence).containsPattern("<c xmlns=.http://jabber.org/protocol/caps. hash=.sha-1.");
        String node = presence.replaceAll("(?s).* node='([^']+)'.*", "$1");
        String version = presence.replaceAll("(?s).* ver='([^']+)'.*", "$1");
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost/sip' type='get' id='1'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info' node='" + node + "#" + version + "'/></iq>");
        String told = peer.readTo("</query>");
        List<String> features = Pattern.compile("var='([^']+)'")
                .matcher(told)
                .results()
                .map(found -> found.group(1))
                .sorted()
                .toList();
        // XEP-0115 5.4: how others check it
        String text = "client/phone//IMS user<" + String.join("<", features) + "<";
        assertThat(told).contains("name='IMS user'", "type='phone'", node + "#" + version);
        assertThat(version).isEqualTo(sha1(text));
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost/sip' type='get' id='2'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info' node='other'/></iq>");
        assertThat(peer.readTo("</error>")).contains("item-not-found");
    }

    private static String sha1(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String idOf(String request) {
        return request.replaceAll("(?s).* id='([^']+)'.*", "$1");
    }

    @Test
    void rfc6120_8_2_3_anAnswerIsTakenFromWhomTheRequestWasSentToAlone() throws IOException {
        CompletableFuture<XmppAnswer> told = stream.request(new XmppRequest(ALICE, JULIET, true, PING));
        String id = idOf(peer.readTo("</iq>"));
        peer.write("<iq from='mallory@localhost/b' to='alice@ims.localhost/sip' type='result' id='" + id + "'/>");
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost/sip' type='error' id='" + id + "'>"
                + "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        XmppAnswer.Failed failed = (XmppAnswer.Failed) told.join();
        assertThat(failed.error().condition()).isEqualTo("gone");
    }

    @Test
    void xep0030_3_1_theFeaturesOfADeviceCanBeAskedFor() throws IOException {
        XmlElement query = XmlElement.of("http://jabber.org/protocol/disco#info", "query");
        CompletableFuture<XmppAnswer> told = stream.request(new XmppRequest(ALICE, JULIET, false, query));
        String id = idOf(peer.readTo("</iq>"));
        peer.write("<iq from='juliet@localhost/b' to='alice@ims.localhost/sip' type='result' id='" + id + "'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='client' type='web'/>"
                + "<feature var='urn:xmpp:jingle:1'/></query></iq>");
        XmppAnswer.Result result = (XmppAnswer.Result) told.join();
        assertThat(result.payload().orElseThrow().all("http://jabber.org/protocol/disco#info", "feature"))
                .extracting(feature -> feature.attribute("var"))
                .containsExactly("urn:xmpp:jingle:1");
    }

    @Test
    void whatWaitsWhenTheStreamBreaksIsATimeout() throws IOException {
        CompletableFuture<XmppAnswer> told = stream.request(new XmppRequest(ALICE, JULIET, true, PING));
        peer.readTo("</iq>");
        peer.close();
        assertThat(((XmppAnswer.Failed) told.join()).error().condition()).isEqualTo("remote-server-timeout");
    }

    @Test
    void xep0353_3_wordsAboutCallsAreReadAndWritten() throws IOException {
        peer.write("<message from='juliet@localhost/b' to='alice@ims.localhost' type='chat'>"
                + "<propose xmlns='urn:xmpp:jingle-message:0' id='p1'><description"
                + " xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose></message>");
        peer.write("<message from='juliet@localhost/b' to='alice@ims.localhost' type='chat'>"
                + "<reject xmlns='urn:xmpp:jingle-message:0' id='p2'><reason xmlns='urn:xmpp:jingle:1'><busy/>"
                + "<text>Busy</text></reason></reject></message>");
        Awaitility.await().until(() -> messages.size() == 2);
        CallMessage propose = messages.get(0).extension(CallMessage.class).orElseThrow();
        CallMessage reject = messages.get(1).extension(CallMessage.class).orElseThrow();
        assertThat(propose).isEqualTo(new CallMessage(CallMessage.Word.PROPOSE, "p1", List.of("audio"), ""));
        assertThat(reject).isEqualTo(new CallMessage(CallMessage.Word.REJECT, "p2", List.of(), "busy"));
        stream.send(new XmppMessage("1", ALICE, JULIET, "chat", "", "", "", "", Optional.empty(), List.of(propose)));
        assertThat(peer.readTo("</message>"))
                .containsPattern("<propose xmlns=.urn:xmpp:jingle-message:0. id=.p1.><description"
                        + " xmlns=.urn:xmpp:jingle:apps:rtp:1. media=.audio.></description></propose>");
    }
}
