package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpSyntaxException;
import org.tombolo.peer.Authority;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.MsrpRelay;
import org.tombolo.peer.Tshark;

/** The endpoint against one that was written independently, over Kamailio's relay, and as Wireshark's dissector sees it. */
class MsrpIT {
    private static final int LARGE = 3_000_000;

    @TempDir
    private static Path directory;

    private static TestEndpoint us;
    private static TestEndpoint tls;
    private static Path peerCertificate;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        us = TestEndpoint.start();
        Authority authority = new Authority(directory.resolve("ca"));
        tls = TestEndpoint.with(Optional.of(tls(authority)), Optional.empty());
        Authority.Issued issued = authority.issue("peer", "peer.example.org");
        peerCertificate = Files.writeString(
                directory.resolve("peer-both.pem"), Files.readString(issued.chain()) + Files.readString(issued.key()));
    }

    private static MsrpTls tls(Authority authority) throws IOException, GeneralSecurityException {
        char[] password = "password".toCharArray();
        KeyStore store = authority.issue("us", "us.example.org").keyStore(password);
        List<X509Certificate> chain = Arrays.stream(store.getCertificateChain("server"))
                .map(X509Certificate.class::cast)
                .toList();
        return MsrpTls.of(chain, (PrivateKey) store.getKey("server", password), List.of());
    }

    @AfterAll
    static void stop() {
        us.close();
        tls.close();
    }

    private static MessageMedia said(String path, Setup setup, String fingerprint) throws SdpException {
        String protocol = path.startsWith("msrps") ? "TCP/TLS/MSRP" : "TCP/MSRP";
        return MessageMedia.parse(
                SessionDescription.parse("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=message 9 " + protocol
                        + " *\r\na=accept-types:*\r\na=path:" + path + "\r\na=setup:"
                        + setup.name().toLowerCase(java.util.Locale.ROOT) + "\r\n"
                        + (fingerprint.isEmpty() ? "" : "a=fingerprint:" + fingerprint + "\r\n")),
                0);
    }

    /** Large and short messages and reports, both ways at the same time. */
    private static void exchange(Recorder recorder, MsrpPeer peer) throws GeneralSecurityException {
        byte[] large = new byte[LARGE];
        for (int i = 0; i < LARGE; i++) {
            large[i] = (byte) (i * 31 >> 4);
        }
        recorder.send(
                new OutgoingMessage(
                        "application/octet-stream", List.of(), true, FailureReport.YES, MessageSource.of(large)),
                "large");
        peer.tell("send", "name", "large", "type", "application/octet-stream", "size", LARGE, "success", true);
        recorder.send(
                OutgoingMessage.of("text/plain", "hi".getBytes(StandardCharsets.UTF_8))
                        .reported(),
                "hi");
        peer.tell("send", "name", "short", "text", "hello", "success", true);
        peer.tell("reverse", "name", "reverse", "text", "the last one comes first");

        JsonNode received = peer.event("received", e -> e.path("size").asInt() == LARGE);
        assertThat(received.path("type").asText()).isEqualTo("application/octet-stream");
        assertThat(received.path("sha256").asText()).isEqualTo(sha256(large));
        peer.event("received", e -> e.path("text").asText().equals("hi"));
        recorder.awaitEvent("delivered large");
        recorder.awaitEvent("delivered hi");
        recorder.awaitEvent("received hello");
        recorder.awaitEvent("received the last one comes first");
        peer.event("report", e -> e.path("name").asText().equals("large"));
        peer.event("report", e -> e.path("name").asText().equals("short"));
        peer.event(
                "answered",
                e -> e.path("name").asText().equals("reverse") && e.path("code").asInt() == 200);
        await().until(() -> recorder.contents.stream().anyMatch(content -> content.length == LARGE));
    }

    private static String sha256(byte[] octets) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    @Test
    void rfc4975_aPeerThatConnectsToUs() throws IOException, SdpException, GeneralSecurityException {
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            Recorder recorder = connected(peer);
            exchange(recorder, peer);
            errors(recorder, peer);
            recorder.session.close();
            assertThat(peer.violations()).isEmpty();
        }
    }

    private static Recorder connected(MsrpPeer peer) throws SdpException {
        Recorder recorder = us.open();
        // It listens without need: its path is told by that.
        peer.tell("listen");
        String path = peer.event("listening").path("path").asText();
        MessageMedia answer = recorder.session.answer(said(path, Setup.ACTIVE, ""), TestEndpoint.ANY);
        peer.tell("connect", "to", answer.path().text());
        assertThat(peer.event("bound").path("code").asInt()).isEqualTo(200);
        return recorder;
    }

    /** Short messages, since the dissector takes each TCP segment for itself. */
    @Test
    void aDissectorMindsNothing() throws IOException, SdpException {
        int port = us.endpoint.uri().port();
        try (Tshark tshark = Tshark.capture("tcp port " + port);
                MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            Recorder recorder = connected(peer);
            recorder.send(
                    OutgoingMessage.of("text/plain", "hi".getBytes(StandardCharsets.UTF_8))
                            .reported(),
                    "hi");
            recorder.awaitEvent("delivered hi");
            recorder.send("x".repeat(10_000));
            recorder.awaitEvent("sent " + "x".repeat(10_000));
            peer.tell("send", "name", "short", "text", "hello", "success", true);
            peer.event("report", e -> e.path("name").asText().equals("short"));
            peer.tell("reverse", "name", "reverse", "text", "the last one comes first");
            recorder.awaitEvent("received the last one comes first");
            errors(recorder, peer);
            peer.tell("close");
            recorder.awaitEvent("closed CONNECTION_LOST");
            tshark.await("tcp.flags.fin == 1 && tcp.dstport == " + port, List.of());
            tshark.close();
            assertDissected(tshark, port);
        }
    }

    /** RFC 4975 10: what goes wrong is told with the right code, each way. */
    private static void errors(Recorder recorder, MsrpPeer peer) {
        peer.tell("abort", "name", "given up");
        peer.tell("send", "name", "unreported", "text", "nobody answers", "failure", "no");
        recorder.awaitEvent("received nobody answers");
        peer.tell("refuse", "code", 413);
        peer.event("refusing", e -> e.path("code").asInt() == 413);
        recorder.send(
                OutgoingMessage.of("text/plain", "y".repeat(10_000).getBytes(StandardCharsets.UTF_8)), "too much");
        recorder.awaitEvent("failed 413 too much");
        peer.tell("refuse", "code", 0);
        peer.event("refusing", e -> e.path("code").asInt() == 0);
        peer.tell(
                "raw",
                "name",
                "wrong",
                "text",
                "MSRP wrong123 SEND\r\nTo-Path: {TO}\r\nFrom-Path: {FROM}\r\nMessage-ID: x1234\r\n"
                        + "Byte-Range: 9-1/0\r\n-------wrong123$\r\n");
        peer.event(
                "answered",
                e -> e.path("name").asText().equals("wrong") && e.path("code").asInt() == 400);
        recorder.send("still there");
        recorder.awaitEvent("sent still there");
    }

    private static void assertDissected(Tshark tshark, int port) throws IOException {
        List<String> asMsrp = List.of("-d", "tcp.port==" + port + ",msrp");
        assertThat(tshark.fields("msrp.method == \"SEND\"", asMsrp, "frame.number"))
                .hasSizeGreaterThan(10);
        assertThat(tshark.fields("msrp.status.code == 200", asMsrp, "frame.number"))
                .isNotEmpty();
        // Of TCP itself only what a full window says; the rest would be malformed or a warning about MSRP.
        assertThat(tshark.fields(
                        "_ws.malformed || (msrp && _ws.expert.severity >= 0x600000 && !tcp.analysis.flags)",
                        asMsrp,
                        "frame.number",
                        "_ws.expert.message"))
                .isEmpty();
    }

    @Test
    void rfc6135_weConnectToAPeer() throws IOException, SdpException, GeneralSecurityException {
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            peer.tell("listen");
            String path = peer.event("listening").path("path").asText();
            Recorder recorder = us.open();
            peer.tell(
                    "peer",
                    "to",
                    recorder.session.offer(TestEndpoint.ANY).path().text());
            recorder.session.answered(said(path, Setup.PASSIVE, ""));
            recorder.awaitEvent("opened");
            exchange(recorder, peer);
            peer.tell("close");
            recorder.awaitEvent("closed CONNECTION_LOST");
            assertThat(peer.violations()).isEmpty();
        }
    }

    @Test
    void rfc4975_14_4_overTlsBothWays() throws IOException, SdpException, GeneralSecurityException {
        for (Setup setup : List.of(Setup.ACTIVE, Setup.PASSIVE)) {
            try (MsrpPeer peer = MsrpPeer.start(Optional.of(peerCertificate))) {
                peer.tell("listen", "tls", true);
                JsonNode listening = peer.event("listening");
                MessageMedia offer = said(
                        listening.path("path").asText(),
                        setup,
                        listening.path("fingerprint").asText());
                Recorder recorder = tls.open(true);
                String path =
                        recorder.session.answer(offer, TestEndpoint.ANY).path().text();
                peer.tell(setup == Setup.ACTIVE ? "connect" : "peer", "to", path);
                recorder.awaitEvent("opened");
                exchange(recorder, peer);
                recorder.session.close();
                assertThat(peer.violations()).isEmpty();
            }
        }
    }

    @Test
    void rfc4976_overKamailiosRelayBothWays()
            throws IOException, SdpException, GeneralSecurityException, MsrpSyntaxException {
        try (MsrpRelay relay = MsrpRelay.start();
                MsrpPeer peer = MsrpPeer.start(Optional.empty());
                TestEndpoint behind = TestEndpoint.with(
                        Optional.empty(),
                        Optional.of(
                                new RelayOptions(MsrpPath.parse(relay.uri()), MsrpRelay.USER, MsrpRelay.PASSWORD)))) {
            await().until(behind.endpoint::relayed);
            peer.tell("auth", "relay", relay.uri(), "user", MsrpRelay.USER, "password", MsrpRelay.PASSWORD);
            String path = peer.event("authorised").path("path").asText();

            Recorder recorder = behind.open();
            MessageMedia offer = recorder.session.offer(TestEndpoint.ANY);
            assertThat(offer.path().hops()).hasSize(2);
            peer.tell("peer", "to", offer.path().text());
            recorder.session.answered(said(path, Setup.PASSIVE, ""));
            recorder.awaitEvent("opened");
            exchange(recorder, peer);
            assertThat(peer.violations()).isEmpty();
        }
    }
}
