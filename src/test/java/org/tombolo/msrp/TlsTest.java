package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.TestEndpoint.Pair;
import org.tombolo.msrp.sdp.Fingerprint;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.peer.Authority;

/** RFC 4975 14.4, RFC 8122: MSRP over TLS. */
class TlsTest {
    @TempDir
    private static Path directory;

    private static Authority authority;
    private static TestEndpoint one;
    private static TestEndpoint other;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        authority = new Authority(directory.resolve("ca"));
        one = TestEndpoint.with(Optional.of(tls("one", "one.example.org")), Optional.empty());
        other = TestEndpoint.with(Optional.of(tls("other", "localhost")), Optional.empty());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    private static MsrpTls tls(String name, String host) throws IOException, GeneralSecurityException {
        char[] password = "password".toCharArray();
        KeyStore store = authority.issue(name, host).keyStore(password);
        List<X509Certificate> chain = Arrays.stream(store.getCertificateChain("server"))
                .map(X509Certificate.class::cast)
                .toList();
        return MsrpTls.of(chain, (PrivateKey) store.getKey("server", password), List.of(chain.get(1)));
    }

    @Test
    void clause14_4_peersAreKnownByTheirFingerprints() throws SdpException {
        Pair pair = TestEndpoint.pair(one, other, true);
        pair.one().send(OutgoingMessage.of("a/b", new byte[3 << 20]), "large");
        pair.one().send("hello");
        pair.other().send("hello too");
        pair.other().awaitEvent("received hello");
        pair.one().awaitEvent("received hello too");
        pair.one().awaitEvent("sent large");
        assertThat(pair.other().contents).anyMatch(content -> content.length == 3 << 20);
        pair.one().session.close();
        pair.other().session.close();
    }

    @Test
    void rfc8122_6_2_anotherCertificateIsNotTalkedTo() throws SdpException {
        Recorder recorder = one.open(true);
        Recorder peer = other.open(true);
        MessageMedia answer = peer.session.answer(recorder.session.offer(TestEndpoint.ANY), TestEndpoint.ANY);
        recorder.session.answered(with(answer, Optional.of(new Fingerprint("sha-256", "00:".repeat(31) + "00"))));
        recorder.awaitEvent("closed CONNECTION_LOST");
        assertThat(peer.events).isEmpty();
        peer.session.close();
    }

    @Test
    void rfc8122_6_2_aPeerThatConnectsHasToShowItsCertificate() throws SdpException {
        Recorder recorder = one.open(true);
        Recorder peer = other.open(true);
        MessageMedia offer = recorder.session.offer(TestEndpoint.ANY);
        MessageMedia answer = peer.session.answer(
                with(offer, Optional.of(new Fingerprint("sha-256", "00:".repeat(31) + "00"))), TestEndpoint.ANY);
        recorder.session.answered(answer);
        recorder.awaitEvent("closed REFUSED");
        assertThat(peer.events).isEmpty();
        peer.session.close();
    }

    private static MessageMedia with(MessageMedia media, Optional<Fingerprint> fingerprint) {
        return new MessageMedia(
                media.tls(),
                media.address(),
                media.port(),
                media.path(),
                media.accept(),
                media.maxSize(),
                media.setup(),
                media.cema(),
                media.direction(),
                fingerprint,
                media.file());
    }

    @Test
    void clause14_4_withoutAFingerprintTheNameHasToFit() throws SdpException {
        Recorder recorder = one.open(true);
        Recorder peer = other.open(true);
        MessageMedia answer = peer.session.answer(recorder.session.offer(TestEndpoint.ANY), TestEndpoint.ANY);
        // The certificate is for localhost, the path names 127.0.0.1.
        recorder.session.answered(with(answer, Optional.empty()));
        recorder.awaitEvent("closed CONNECTION_LOST");
        peer.session.close();

        Recorder again = one.open(true);
        Recorder named = other.open(true);
        MessageMedia good = named.session.answer(again.session.offer(TestEndpoint.ANY), TestEndpoint.ANY);
        String path = good.path().text().replace("127.0.0.1", "localhost");
        again.session.answered(with(TestEndpoint.wire(relocated(good, path)), Optional.empty()));
        again.awaitEvent("opened");
        again.session.close();
        named.session.close();
    }

    private static MessageMedia relocated(MessageMedia media, String path) throws SdpException {
        try {
            return new MessageMedia(
                    true,
                    "127.0.0.1",
                    media.port(),
                    org.tombolo.msrp.wire.MsrpPath.parse(path),
                    media.accept(),
                    media.maxSize(),
                    media.setup(),
                    false,
                    media.direction(),
                    media.fingerprint(),
                    media.file());
        } catch (org.tombolo.msrp.wire.MsrpSyntaxException e) {
            throw new SdpException(e.getMessage());
        }
    }

    @Test
    void aClientOfTheJdkIsServed() throws IOException, GeneralSecurityException, SdpException {
        Recorder recorder = other.open(true);
        MessageMedia offer = with(one.open(true).session.offer(TestEndpoint.ANY), Optional.empty());
        String path = recorder.session.answer(offer, TestEndpoint.ANY).path().text();
        int port = Integer.parseInt(path.replaceAll(".*:(\\d+)/.*", "$1"));
        try (SSLSocket socket =
                (SSLSocket) authority.trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            String send =
                    "MSRP abcd SEND\r\nTo-Path: " + path + "\r\nFrom-Path: msrps://x:1/y;tcp\r\nMessage-ID: m1\r\n"
                            + "Content-Type: text/plain\r\n\r\nhi\r\n-------abcd$\r\n";
            for (byte octet : send.getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(octet);
            }
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(18), StandardCharsets.UTF_8)).isEqualTo("MSRP abcd 200 OK\r\n");
            recorder.awaitEvent("received hi");
        }
        recorder.awaitEvent("closed CONNECTION_LOST");
    }

    @Test
    void whatIsNoTlsEndsTheConnection() throws IOException, SdpException {
        int port = one.open(true).session.offer(TestEndpoint.ANY).port();
        try (RawPeer peer = new RawPeer()) {
            peer.connect(port).write("MSRP abcd SEND\r\n");
            // After an alert in the clear (RFC 8446 6).
            peer.awaitEnd();
        }
    }

    @Test
    void withoutACertificateThereIsNone() throws IOException {
        try (TestEndpoint bare = TestEndpoint.with(Optional.empty(), Optional.empty())) {
            assertThat(bare.endpoint.open(
                            new org.tombolo.trace.SessionId("session-1"), true, Runnable::run, new Recorder()))
                    .isInstanceOf(MsrpSessions.Opening.Refused.class);
        }
    }
}
