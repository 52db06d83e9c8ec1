package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Authority;
import org.tombolo.peer.Authority.Issued;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.PortalClient;

/** SIP over TLS and HTTPS with a certificate of an authority of our own; certificates that do not fit. */
class TlsIT {
    private static final String BIND = "127.0.0.2";
    private static final String PUBLIC_HOST = "gw.localhost";
    private static final Path WAR = Path.of("target/tombolo.war");

    @TempDir
    Path directory;

    private Authority authority;
    private Authority operator;

    @BeforeEach
    void makeAuthority() throws IOException {
        authority = new Authority(directory.resolve("ca"));
        operator = new Authority(directory.resolve("operator"));
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void bothAnswerOverTls(Container container) throws Exception {
        try (Gateway gateway = Gateway.start(container, data(), settings(authority.issue("gw", PUBLIC_HOST)));
                UdpPhone phone = new UdpPhone("127.0.0.9", BIND, gateway.sipPort())) {
            rfc5630_3_1_3_theContactIsReachedOverTls(gateway);
            curlAcceptsTheCertificate(gateway);
            PublicHost seen = new PublicHost(PUBLIC_HOST, gateway, phone);
            seen.onlyTheBindAddressIsListenedOn();
            seen.aShareIsAnsweredFromIt("http://" + PUBLIC_HOST + ":" + gateway.httpPort() + "/watch/");
            seen.aCallComesFromIt();
            // Restcomm's stack begins two handshakes of its own for one request and ends none: its operators need a
            // proxy for TLS outwards.
            if (container == Container.LIBERTY) {
                rfc3261_26_2_1_aPhoneIsCalledOverTls(seen);
            }
            assertThat(ListeningSockets.of(gateway.pid()))
                    .contains("tcp " + BIND + ":" + gateway.sipsPort(), "tcp " + BIND + ":" + gateway.httpsPort());
        }
    }

    private void rfc3261_26_2_1_aPhoneIsCalledOverTls(PublicHost seen) throws Exception {
        Gateway gateway = seen.gateway();
        Issued certificate = operator.issue("phone", "127.0.0.9");
        try (ServerSocket listening = TlsPhone.listening(certificate.serving())) {
            seen.register("127.0.0.9:" + listening.getLocalPort() + ";transport=tls");
            PortalClient portal = PortalClient.signIn(gateway, "alice");
            String call = PublicHost.call(portal);
            try (TlsPhone phone = TlsPhone.calledAt(listening)) {
                String invite = phone.read();
                assertThat(invite).startsWith("INVITE ");
                assertThat(SipText.header(invite, "Via"))
                        .startsWith("SIP/2.0/TLS " + PUBLIC_HOST + ":" + gateway.sipsPort());
                assertThat(SipText.header(invite, "Contact").toLowerCase(Locale.ROOT))
                        .contains(PUBLIC_HOST + ":" + gateway.sipsPort())
                        .containsPattern("sips:|transport=tls");
            }
            portal.delete("/click-to-dial/v0.2rc1/calls/" + call);
        }
    }

    private void rfc5630_3_1_3_theContactIsReachedOverTls(Gateway gateway) throws Exception {
        InetSocketAddress address = new InetSocketAddress(BIND, gateway.sipsPort());
        try (TlsPhone phone = new TlsPhone(authority.trusting(), PUBLIC_HOST, address)) {
            assertThat(phone.ask(SipText.options(phone.via()))).startsWith("SIP/2.0 200");
            String invite = SipText.invite(phone.via());
            String answer = phone.ask(invite);
            assertThat(answer).startsWith("SIP/2.0 200");
            phone.send(SipText.inDialog("ACK", invite, answer, phone.via()));
            assertThat(SipText.header(answer, "Contact").toLowerCase(Locale.ROOT))
                    .contains(PUBLIC_HOST + ":" + gateway.sipsPort())
                    .containsPattern("sips:|transport=tls");
            assertThat(phone.ask(SipText.inDialog("BYE", invite, answer, phone.via())))
                    .startsWith("SIP/2.0 200");
        }
    }

    private void curlAcceptsTheCertificate(Gateway gateway) throws Exception {
        String host = PUBLIC_HOST + ":" + gateway.httpsPort();
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--max-time",
                        "20",
                        "--cacert",
                        authority.certificate().toString(),
                        "--resolve",
                        host + ":" + BIND,
                        "https://" + host + "/health/live")
                .redirectErrorStream(true)
                .start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(output).isZero();
        assertThat(output).contains("\"status\":\"up\"");
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aCertificateThatDoesNotFitStopsTheStart(Container container) throws IOException {
        Issued fits = authority.issue("gw", PUBLIC_HOST);
        Issued other = authority.issue("other", "other.localhost");
        refuses(
                container,
                other,
                "tombolo.tls.certificate",
                other.chain(),
                "a certificate for the public host gw.localhost; it is for other.localhost");
        refuses(
                container,
                new Issued(fits.chain(), other.key()),
                "tombolo.tls.key",
                other.key(),
                "the key of the first certificate in tombolo.tls.certificate");
        Issued expired = authority.issueExpired("expired", PUBLIC_HOST);
        refuses(
                container,
                expired,
                "tombolo.tls.certificate",
                expired.chain(),
                "a certificate that is valid now; it expired on 2020-01-03T00:00:00Z");
    }

    private void refuses(Container container, Issued given, String key, Path value, String allowed) throws IOException {
        Path data = Files.createTempDirectory(directory, "data");
        try (Gateway gateway = Gateway.launch(container, data, settings(given), WAR)) {
            assertThat(gateway.awaitExit()).isNotZero();
            assertThat(Files.readAllLines(gateway.output()))
                    .singleElement()
                    .asString()
                    .startsWith("tombolo: " + key)
                    .contains(value.toString())
                    .endsWith(allowed);
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Map<String, String> settings(Issued certificate) {
        return Map.of(
                "tombolo.bind",
                BIND,
                "tombolo.public.host",
                PUBLIC_HOST,
                "tombolo.tls.certificate",
                certificate.chain().toString(),
                "tombolo.tls.key",
                certificate.key().toString(),
                "tombolo.tls.ca",
                operator.certificate().toString());
    }
}
