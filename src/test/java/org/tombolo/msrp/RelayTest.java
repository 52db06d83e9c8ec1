package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpSyntaxException;

/** RFC 4976: how we use relays. The relay is scripted here; the integration test has Kamailio's. */
class RelayTest {
    private static final String CHALLENGE =
            "WWW-Authenticate: Digest realm=\"relay.example.com\", qop=\"auth\", nonce=\"abc\"\r\n";
    private static final String FAR = "msrp://peer.example.com:1/peer;tcp";

    private RawPeer relay;
    private TestEndpoint us;

    @BeforeEach
    void start() throws IOException {
        relay = new RawPeer();
    }

    @AfterEach
    void stop() throws IOException {
        us.close();
        relay.close();
    }

    private void through(String... relays) throws IOException {
        try {
            MsrpPath path = MsrpPath.parse(String.join(" ", relays));
            us = TestEndpoint.with(Optional.empty(), Optional.of(new RelayOptions(path, "gateway", "secret")));
        } catch (MsrpSyntaxException e) {
            throw new IOException(e);
        }
        relay.accept();
    }

    private String first() {
        return relay.uri().replace("/rawpeer", "");
    }

    private String usePath(String name) {
        return relay.uri().replace("rawpeer", name);
    }

    private String auth(String answer, String... headers) throws IOException {
        String frame = relay.frame();
        assertThat(frame).contains(" AUTH\r\n");
        String transaction = RawPeer.transaction(frame);
        relay.write("MSRP " + transaction + " " + answer + "\r\nTo-Path: " + RawPeer.header(frame, "From-Path")
                + "\r\nFrom-Path: " + RawPeer.header(frame, "To-Path") + "\r\n" + String.join("", headers) + "-------"
                + transaction + "$\r\n");
        return frame;
    }

    private void authorise() throws IOException {
        auth("401 Unauthorized", CHALLENGE);
        auth("200 OK", "Use-Path: " + usePath("ours") + "\r\nExpires: 900\r\n");
        await().until(() -> us.endpoint.relayed());
    }

    @Test
    void clause5_1_weAskAreChallengedAndGetAPath() throws IOException {
        through(first());
        assertThat(us.endpoint.relayed()).isFalse();
        assertThat(us.tryOpen()).isInstanceOf(MsrpSessions.Opening.Refused.class);

        String asked = auth("401 Unauthorized", CHALLENGE);
        assertThat(RawPeer.header(asked, "To-Path")).isEqualTo(first());
        assertThat(RawPeer.header(asked, "Authorization")).isEmpty();
        String answered = auth("200 OK", "Use-Path: " + usePath("ours") + "\r\nExpires: 900\r\n");
        assertThat(RawPeer.header(answered, "Authorization"))
                .startsWith("Digest username=\"gateway\", realm=\"relay.example.com\", nonce=\"abc\", uri=\"" + first()
                        + "\"")
                .doesNotContain("secret");
        assertThat(RawPeer.header(answered, "Expires")).isEmpty();
        await().until(() -> us.endpoint.relayed());

        Recorder recorder = us.open();
        MessageMedia offer = recorder.session.offer(TestEndpoint.ANY);
        assertThat(offer.path().hops()).hasSize(2);
        assertThat(offer.path().first().text()).isEqualTo(usePath("ours"));
        assertThat(offer.cema()).isFalse();
        // RFC 6135 4.2.2: over the relay we can be reached.
        assertThat(offer.setup()).contains(Setup.ACTPASS);
        assertThat(offer.port()).isEqualTo(offer.path().first().port());
    }

    @Test
    void clause5_2_messagesGoOverTheRelayBothWays() throws IOException, SdpException {
        through(first());
        authorise();
        Recorder recorder = us.open();
        relay.path = recorder.session.offer(TestEndpoint.ANY).path().last().text();
        recorder.session.answered(TestEndpoint.media(FAR, Optional.of(Setup.PASSIVE)));

        String hello = relay.frame();
        assertThat(RawPeer.header(hello, "To-Path")).isEqualTo(usePath("ours") + " " + FAR);
        assertThat(RawPeer.header(hello, "From-Path")).isEqualTo(relay.path);
        relay.answer(hello, "200 OK");
        recorder.awaitEvent("opened");

        String in = relay.send("abcd", "Message-ID: m1\r\nSuccess-Report: yes\r\n", "hi", '$')
                .replace("From-Path: " + relay.uri(), "From-Path: " + usePath("ours") + " " + FAR);
        relay.write(in);
        String answer = relay.frame();
        assertThat(answer).startsWith("MSRP abcd 200 ");
        assertThat(RawPeer.header(answer, "To-Path")).isEqualTo(usePath("ours"));
        assertThat(RawPeer.header(relay.frame(), "To-Path")).isEqualTo(usePath("ours") + " " + FAR);
        recorder.awaitEvent("received hi");
    }

    @Test
    void clause5_2_apassiveSessionWaitsOnTheRelaysConnection() throws IOException, SdpException {
        through(first());
        authorise();
        Recorder recorder = us.open();
        MessageMedia answer = recorder.session.answer(TestEndpoint.media(FAR, Optional.empty()), TestEndpoint.ANY);
        relay.path = answer.path().last().text();
        relay.hello();
        recorder.awaitEvent("opened");
        recorder.session.close();
        // The relay's connection stays, for the next one.
        Recorder next = us.open();
        relay.path = next.session
                .answer(TestEndpoint.media(FAR, Optional.empty()), TestEndpoint.ANY)
                .path()
                .last()
                .text();
        relay.hello();
        next.awaitEvent("opened");
    }

    @Test
    void clause5_1_aSecondRelayIsAskedThroughTheFirst() throws IOException, SdpException {
        through(first(), "msrp://outer.example.com:9000;tcp");
        auth("401 Unauthorized", CHALLENGE);
        auth("200 OK", "Use-Path: " + usePath("inner") + "\r\nExpires: 900\r\n");
        String second = auth("401 Unauthorized", CHALLENGE);
        assertThat(RawPeer.header(second, "To-Path"))
                .isEqualTo(usePath("inner") + " msrp://outer.example.com:9000;tcp");
        String answered = auth("200 OK", "Use-Path: msrp://outer.example.com:9000/x;tcp " + usePath("inner") + "\r\n");
        assertThat(RawPeer.header(answered, "Authorization")).contains("uri=\"msrp://outer.example.com:9000;tcp\"");
        await().until(() -> us.endpoint.relayed());

        Recorder recorder = us.open();
        MsrpPath ours = recorder.session.offer(TestEndpoint.ANY).path();
        assertThat(ours.text())
                .startsWith("msrp://outer.example.com:9000/x;tcp " + usePath("inner") + " msrp://127.0.0.1:");
        recorder.session.answered(TestEndpoint.media(FAR, Optional.of(Setup.PASSIVE)));
        assertThat(RawPeer.header(relay.frame(), "To-Path"))
                .isEqualTo(usePath("inner") + " msrp://outer.example.com:9000/x;tcp " + FAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Min-Expires: 3600", "Max-Expires: 300"})
    void clause5_1_theRelaysBoundsAreKept(String bound) throws IOException {
        through(first());
        auth("401 Unauthorized", CHALLENGE);
        auth("423 Interval Out-of-Bounds", bound + "\r\n");
        auth("401 Unauthorized", CHALLENGE);
        assertThat(RawPeer.header(auth("200 OK", "Use-Path: " + usePath("ours") + "\r\n"), "Expires"))
                .isEqualTo(bound.split(" ")[1]);
        await().until(() -> us.endpoint.relayed());
    }

    @Test
    void clause5_1_weAskAgainBeforeThePlaceExpires() throws IOException {
        through(first());
        auth("401 Unauthorized", CHALLENGE);
        auth("200 OK", "Use-Path: " + usePath("ours") + "\r\nExpires: 1\r\n");
        auth("401 Unauthorized", CHALLENGE);
        auth("200 OK", "Use-Path: " + usePath("moved") + "\r\nExpires: 900\r\n");
        await().until(() ->
                us.open().session.offer(TestEndpoint.ANY).path().first().text().equals(usePath("moved")));
    }

    @Test
    void aWrongPasswordIsNotTriedOverAndOver() throws IOException {
        through(first());
        auth("401 Unauthorized", CHALLENGE);
        auth("401 Unauthorized", CHALLENGE);
        assertThat(relay.closedByPeer()).isTrue();
        assertThat(us.endpoint.relayed()).isFalse();
    }

    @Test
    void aRelayThatDoesNotKnowOurPasswordIsNotBelieved() throws IOException {
        through(first());
        auth("401 Unauthorized", CHALLENGE);
        auth("200 OK", "Use-Path: " + usePath("ours") + "\r\nAuthentication-Info: rspauth=\"00\"\r\n");
        assertThat(relay.closedByPeer()).isTrue();
        assertThat(us.endpoint.relayed()).isFalse();
    }

    @Test
    void sessionsEndWithTheRelayAndItIsTriedAgain() throws IOException, SdpException {
        through(first());
        authorise();
        Recorder recorder = us.open();
        relay.path = recorder.session
                .answer(TestEndpoint.media(FAR, Optional.empty()), TestEndpoint.ANY)
                .path()
                .last()
                .text();
        relay.hello().disconnect();
        recorder.awaitEvent("closed CONNECTION_LOST");
        await().until(() -> !us.endpoint.relayed());
        relay.accept();
        authorise();
    }
}
