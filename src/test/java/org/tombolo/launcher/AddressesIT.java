package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Sipp;
import org.tombolo.web.token.Issuer;

/** The gateway on another address than 127.0.0.1, and with a public host that is not the address it listens on. */
class AddressesIT {
    private static final String BIND = "127.0.0.2";

    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({
        "RESTCOMM, '', 127.0.0.2",
        "RESTCOMM, gw.localhost, gw.localhost",
        "LIBERTY, '', 127.0.0.2",
        "LIBERTY, gw.localhost, gw.localhost",
    })
    void othersSeeThePublicHost(Container container, String publicHost, String seen) throws Exception {
        Map<String, String> settings = new TreeMap<>(Map.of("tombolo.bind", BIND));
        settings.put("tombolo.public.host", publicHost);
        try (Gateway gateway = Gateway.start(container, data, settings);
                UdpPhone phone = new UdpPhone(BIND, gateway.sipPort())) {
            assertThat(ListeningSockets.of(gateway.pid()))
                    .isNotEmpty()
                    .allMatch(socket -> socket.contains(" " + BIND + ":"));
            String watchUrl = "http://" + seen + ":" + gateway.httpPort() + "/watch/";
            aShareIsAnsweredFrom(seen, gateway, phone, watchUrl);
            aCallComesFrom(seen, gateway, phone);
        }
    }

    @ParameterizedTest
    @CsvSource({"RESTCOMM", "LIBERTY"})
    void linksStartWithThePublicUrl(Container container) throws Exception {
        Map<String, String> settings = Map.of(
                "tombolo.bind",
                BIND,
                "tombolo.public.host",
                "127.0.0.3",
                "tombolo.public.url",
                "https://portal.example/tombolo");
        try (Gateway gateway = Gateway.start(container, data, settings);
                UdpPhone phone = new UdpPhone(BIND, gateway.sipPort())) {
            aShareIsAnsweredFrom("127.0.0.3", gateway, phone, "https://portal.example/tombolo/watch/");
        }
    }

    private void aShareIsAnsweredFrom(String host, Gateway gateway, UdpPhone phone, String watchUrl) throws Exception {
        String invite = SipText.invite(phone.via());
        String answer = phone.ask(invite);
        assertThat(answer).startsWith("SIP/2.0 200");
        phone.send(SipText.inDialog("ACK", invite, answer, phone.via()));
        assertThat(SipText.header(answer, "Contact"))
                .contains(host + ":" + gateway.sipPort())
                .doesNotContain("127.0.0.1");
        assertThat(SipText.connection(answer)).isEqualTo(host);
        assertThat(shares(gateway)).contains("\"watchUrl\":\"" + watchUrl);
        // The dialog's own requests go to the Contact, which the phone may reach at another address.
        assertThat(phone.ask(SipText.inDialog("BYE", invite, answer, phone.via())))
                .startsWith("SIP/2.0 200");
    }

    private void aCallComesFrom(String host, Gateway gateway, UdpPhone phone) throws Exception {
        register("alice", phone.hostAndPort(), gateway);
        HttpResponse<String> created = send(request(gateway, "/click-to-dial/v0.2rc1/calls")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"}}")));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String invite = phone.await(message -> message.startsWith("INVITE"));
        assertThat(SipText.header(invite, "Via")).startsWith("SIP/2.0/UDP " + host + ":" + gateway.sipPort());
        assertThat(SipText.header(invite, "Contact")).contains(host + ":" + gateway.sipPort());
        assertThat(invite).doesNotContain("127.0.0.1");
    }

    private void register(String user, String contact, Gateway gateway) throws IOException {
        Properties accounts = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("accounts.properties"))) {
            accounts.load(in);
        }
        Sipp.Result registered = Sipp.scenario("register.xml")
                .to(BIND + ":" + gateway.sipPort())
                .add("-i", "127.0.0.9")
                .with("user", user)
                .with("domain", "ims.localhost")
                .with("contact", contact)
                .with("password", accounts.getProperty(user + "@ims.localhost"))
                .run();
        assertThat(registered.ok()).as(registered.toString()).isTrue();
    }

    private String shares(Gateway gateway) throws Exception {
        return send(request(gateway, "/api/v1/shares")).body();
    }

    private HttpRequest.Builder request(Gateway gateway, String path) throws IOException {
        String token = Issuer.open(data, Clock.systemUTC())
                .issue("demo", Set.of("admin", "shares:read", "click-to-dial:calls:create"));
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
