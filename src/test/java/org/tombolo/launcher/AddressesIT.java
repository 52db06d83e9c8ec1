package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;

/** Another address than the default one, and TLS with a certificate of an authority that only the test knows. */
class AddressesIT {
    private static final String HOST = "127.0.0.2";

    @TempDir
    Path directory;

    private TestAuthority authority;

    @BeforeEach
    void issue() throws IOException {
        authority = new TestAuthority(directory);
        authority.issue("gateway", "IP:" + HOST);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void httpsAndSipOverTlsOnAnotherAddress(Container container) throws Exception {
        try (Gateway gateway = Gateway.start(container, directory.resolve("data"), settings())) {
            assertThat(https(gateway, "/health/live").statusCode()).isEqualTo(200);
            assertThat(sipOverTls(gateway)).startsWith("SIP/2.0 ").contains("Call-ID: tls@client");
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aCertificateThatDoesNotFitStopsTheStart(Container container) throws Exception {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("tombolo.public.host", "gateway.example.org");
        Path war = Path.of("target/tombolo.war");
        try (Gateway gateway = Gateway.launch(container, directory.resolve("data"), settings, war)) {
            assertThat(gateway.awaitExit()).isNotZero();
            assertThat(Files.readString(gateway.output()).strip())
                    .startsWith("tombolo: tombolo.tls.certificate is ")
                    .endsWith("a certificate for the public host gateway.example.org; it is for " + HOST)
                    .hasLineCount(1);
        }
    }

    private Map<String, String> settings() throws Exception {
        return Map.of(
                "tombolo.bind",
                HOST,
                "tombolo.tls.certificate",
                authority.chain("gateway").toString(),
                "tombolo.tls.key",
                authority.key("gateway").toString());
    }

    private HttpResponse<String> https(Gateway gateway, String path) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        URI uri = URI.create("https://" + HOST + ":" + gateway.httpsPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String sipOverTls(Gateway gateway) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket(HOST, gateway.sipsPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(options(socket.getLocalPort()).getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder response = new StringBuilder();
            byte[] buffer = new byte[8192];
            while (response.indexOf("\r\n\r\n") < 0) {
                int length = in.read(buffer);
                assertThat(length).as("more of the response").isPositive();
                response.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
            }
            return response.toString();
        }
    }

    private static String options(int port) {
        return String.join(
                "\r\n",
                "OPTIONS sip:" + HOST + " SIP/2.0",
                "Via: SIP/2.0/TLS 127.0.0.1:" + port + ";branch=z9hG4bKtls;rport",
                "Max-Forwards: 70",
                "From: <sip:alice@ims.localhost>;tag=tls",
                "To: <sip:bob@ims.localhost>",
                "Call-ID: tls@client",
                "CSeq: 1 OPTIONS",
                "Content-Length: 0",
                "",
                "");
    }

    private SSLContext trusting() throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", authority.keys().getCertificate("ca"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
