package org.tombolo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings: where they come from, and that a wrong one is named with its value and what is allowed. */
class SettingsTest {
    private static final String TIME = "a time such as 500ms, 10s, 5m, 2h or 7d, from ";

    @TempDir
    Path temp;

    private final Properties system = new Properties();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void theDefaultsAreStandalone() throws InvalidSettingException {
        Settings settings = read();
        assertThat(settings.standalone()).isTrue();
        assertThat(settings.sip().port()).isEqualTo(5080);
        assertThat(settings.sip().imsDomain()).isEqualTo("ims.localhost");
        assertThat(settings.network().publicUrl()).isEmpty();
        assertThat(settings.messages().hold()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.calls().longest()).isEqualTo(Duration.ofHours(4));
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.store().url()).contains(";WRITE_DELAY=0");
    }

    @Test
    void aFileYieldsToASystemPropertyAndThatToTheEnvironment() throws Exception {
        Path file = temp.resolve("my.properties");
        Files.writeString(file, "tombolo.sip.port=1111\ntombolo.http.port=1112\ntombolo.xmpp.port= 1113 \n");
        system.setProperty("tombolo.config", file.toString());
        system.setProperty("tombolo.sip.port", "2221");
        system.setProperty("tombolo.http.port", "2222");
        environment.put("TOMBOLO_SIP_PORT", "3331");
        Settings settings = read();
        assertThat(settings.sip().port()).isEqualTo(3331);
        assertThat(settings.network().httpPort()).isEqualTo(2222);
        assertThat(settings.xmpp().port()).isEqualTo(1113);
        assertThat(settings.sip().tlsPort()).isEqualTo(5081);
    }

    @Test
    void theFileIsNamedByTheEnvironmentFirst() throws Exception {
        Path file = Files.writeString(temp.resolve("my.properties"), "tombolo.sip.port=1111\n");
        system.setProperty("tombolo.config", temp.resolve("none").toString());
        environment.put("TOMBOLO_CONFIG", file.toString());
        assertThat(read().sip().port()).isEqualTo(1111);
    }

    @Test
    void aPublicAddressIsNotStandalone() throws InvalidSettingException {
        environment.put("TOMBOLO_BIND", "0.0.0.0");
        environment.put("TOMBOLO_PUBLIC_HOST", "gw.example");
        assertThat(read().standalone()).isFalse();
        assertThat(read().network().publicHost()).isEqualTo("gw.example");
        environment.put("TOMBOLO_PUBLIC_URL", "https://tv.example/tombolo/");
        assertThat(read().network().publicUrl()).contains("https://tv.example/tombolo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tombolo.data                 | ''                    | a path",
                "tombolo.bind                 | ''                    | a host name or an IP address",
                "tombolo.bind                 | 127.0.0.256           | a host name or an IP address",
                "tombolo.bind                 | ::1::                 | a host name or an IP address",
                "tombolo.public.host          | a b                   | a host name or an IP address",
                "tombolo.public.url           | ftp://x               | empty or an http(s) URL without a query",
                "tombolo.public.url           | http://x/?a           | empty or an http(s) URL without a query",
                "tombolo.http.port            | 65536                 | a whole number from 0 to 65535",
                "tombolo.http.port            | 5080                  | another port than that of tombolo.sip.port",
                "tombolo.https.port           | -1                    | a whole number from 0 to 65535",
                "tombolo.sip.port             | 0                     | a whole number from 1 to 65535",
                "tombolo.sip.port             | 5080a                 | a whole number from 1 to 65535",
                "tombolo.sips.port            | ''                    | a whole number from 1 to 65535",
                "tombolo.tls.certificate      | none.pem              | empty or a file that can be read",
                "tombolo.tls.key              | none.pem              | empty or a file that can be read",
                "tombolo.ims.domain           | ims_test              | a host name or an IP address",
                "tombolo.sip.outbound.proxy   | 10.0.0.4              | empty or a SIP URI such as sip:10.0.0.4:5060",
                "tombolo.sip.trusted.peers    | 10.0.0.4,/            | a comma-separated list of host names and IP addresses",
                "tombolo.xmpp.host            | -                     | a host name or an IP address",
                "tombolo.xmpp.port            | 99999999999           | a whole number from 1 to 65535",
                "tombolo.xmpp.domain          | a@b                   | a host name or an IP address",
                "tombolo.xmpp.server.domain   | ''                    | a host name or an IP address",
                "tombolo.xmpp.tls             | yes                   | on or off",
                "tombolo.xmpp.tls.ca          | none.pem              | empty or a file that can be read",
                "tombolo.outbox.limit         | many                  | a whole number from 0 to 10000000",
                "tombolo.message.hold         | 500                   | " + TIME + "0ms to 10s",
                "tombolo.message.hold         | 11s                   | " + TIME + "0ms to 10s",
                "tombolo.message.type         | groupchat             | normal or chat",
                "tombolo.rtp.ports            | 20000                 | FIRST-LAST, such as 20000-29999",
                "tombolo.rtp.ports            | 20001-20010           | FIRST-LAST of at least four ports from 1024 to 65535, FIRST even (RFC 3550 11)",
                "tombolo.rtp.ports            | 20000-20002           | FIRST-LAST of at least four ports from 1024 to 65535, FIRST even (RFC 3550 11)",
                "tombolo.share.silence        | 0s                    | " + TIME + "1000ms to 600s",
                "tombolo.webrtc.port          | 0                     | a whole number from 1 to 65535",
                "tombolo.webrtc.viewers       | 0                     | a whole number from 1 to 100000",
                "tombolo.browser.calls        | many                  | a whole number from 0 to 100000",
                "tombolo.msrp.port            | 0                     | a whole number from 1 to 65535",
                "tombolo.msrp.port            | 5080                  | another port than that of tombolo.sip.port",
                "tombolo.msrp.sessions        | 0                     | a whole number from 1 to 1000000",
                "tombolo.chat.idle            | 9s                    | " + TIME + "10000ms to 86400s",
                "tombolo.chat.ring.timeout    | 0s                    | " + TIME + "1000ms to 180s",
                "tombolo.tls.ca               | none.pem              | empty or a file that can be read",
                "tombolo.msrp.relay           | relay.example.org     | empty or MSRP URIs parted by spaces, such as msrps://relay.example.org:2855;tcp",
                "tombolo.file.max             | 0                     | a whole number from 1 to 100000000",
                "tombolo.files.total          | 50                    | a whole number from 100 to 100000000",
                "tombolo.file.sources         | https://u.example.org | a comma-separated list of URLs such as https://upload.example.org/, each with a slash at its end",
                "tombolo.call.ring.timeout    | 1h                    | " + TIME + "1000ms to 600s",
                "tombolo.call.longest         | 9s                    | " + TIME + "10000ms to 86400s",
                "tombolo.call.longest         | 86401s                | " + TIME + "10000ms to 86400s",
                "tombolo.sink.allow           | https://x             | a comma-separated list of host names and IP addresses",
                "tombolo.sink.ca              | none.pem              | empty or a file that can be read",
                "tombolo.db.url               | jdbc:mysql:x          | empty or a JDBC URL that starts with jdbc:h2:",
            })
    void aWrongValueIsNamedWithWhatIsAllowed(String key, String value, String allowed) {
        system.setProperty(key, value);
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(key + " is \"" + value + "\", but must be " + allowed);
    }

    @Test
    void thereIsOneComponentWithoutTlsByDefault() throws InvalidSettingException {
        assertThat(read().components()).hasSize(1);
        assertThat(read().xmpp().imsDomain()).isEqualTo("ims.localhost");
        assertThat(read().xmpp().tls()).isEmpty();
    }

    @Test
    void aFurtherComponentIsAsTheFirstInWhatItDoesNotSay() throws Exception {
        Path file = Files.writeString(
                temp.resolve("my.properties"), "tombolo.xmpp.2.domain=ims.two.test\ntombolo.xmpp.2.secret=hunter2\n");
        environment.put("TOMBOLO_CONFIG", file.toString());
        environment.put("TOMBOLO_XMPP_HOST", "xmpp.one.test");
        environment.put("TOMBOLO_XMPP_2_SERVER_DOMAIN", "two.test");
        environment.put("TOMBOLO_XMPP_3_DOMAIN", "b.two.test");
        environment.put("TOMBOLO_XMPP_3_IMS_DOMAIN", "b.test");
        environment.put("TOMBOLO_XMPP_3_TLS", "on");
        Settings settings = read();
        assertThat(settings.components()).hasSize(3);
        Settings.Xmpp second = settings.components().get(1);
        assertThat(second.host()).isEqualTo("xmpp.one.test");
        assertThat(second.secret()).isEqualTo("hunter2");
        assertThat(second.domains()).containsExactly("two.test", "*.two.test");
        assertThat(second.imsDomain()).isEqualTo("ims.localhost");
        Settings.Xmpp third = settings.components().get(2);
        assertThat(third.imsDomain()).isEqualTo("b.test");
        assertThat(third.tls().orElseThrow().name()).isEqualTo("xmpp.one.test");
        assertThat(settings.rooms().domains()).contains("rooms.localhost", "rooms.two.test");
    }

    @Test
    void aFurtherComponentNeedsADomainOfItsOwn() {
        environment.put("TOMBOLO_XMPP_2_PORT", "5348");
        assertThatThrownBy(this::read).hasMessageStartingWith("tombolo.xmpp.2.domain is \"\"");
        environment.put("TOMBOLO_XMPP_2_DOMAIN", "ims.localhost");
        assertThatThrownBy(this::read)
                .hasMessage("tombolo.xmpp.2.domain is \"ims.localhost\", but must be another one than"
                        + " tombolo.xmpp.domain");
    }

    @Test
    void oneOfThePairForTlsAsksForTheOther() throws IOException {
        Path key = Files.writeString(temp.resolve("key.pem"), "x");
        environment.put("TOMBOLO_TLS_KEY", key.toString());
        assertThatThrownBy(this::read)
                .hasMessage("tombolo.tls.certificate is \"\", but must be given when the other of the pair is");
    }

    @Test
    void anUnknownKeyInTheFileIsAMistake() throws IOException {
        Path file = Files.writeString(temp.resolve("my.properties"), "tombolo.sip.prot=1111\n");
        environment.put("TOMBOLO_CONFIG", file.toString());
        assertThatThrownBy(this::read)
                .hasMessage("tombolo.sip.prot is \"1111\", but must be left out: there is no such setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombolo.xmpp.secrets.secret", "tombolo.dbpassword"})
    void aSecretIsNotShownEvenUnderAWrongKey(String key) throws IOException {
        Path file = Files.writeString(temp.resolve("my.properties"), key + "=hunter2\n");
        environment.put("TOMBOLO_CONFIG", file.toString());
        assertThatThrownBy(this::read).hasMessageStartingWith(key + " is \"(hidden)\"");
    }

    @Test
    void secretsAreInNoText() throws InvalidSettingException {
        environment.put("TOMBOLO_XMPP_SECRET", "hunter2");
        environment.put("TOMBOLO_DB_PASSWORD", "hunter3");
        assertThat(read().toString()).doesNotContain("hunter");
    }

    @Test
    void aFileThatIsNotThereOrNotOneIsNamed() throws IOException {
        environment.put("TOMBOLO_CONFIG", temp.toString());
        assertThatThrownBy(this::read)
                .hasMessage("tombolo.config is \"" + temp + "\", but must be a file that can be read");
        Path file = Files.writeString(temp.resolve("my.properties"), "tombolo.bind=\\u00zz\n");
        environment.put("TOMBOLO_CONFIG", file.toString());
        assertThatThrownBy(this::read).hasMessageContaining("but must be a properties file: ");
    }

    private Settings read() throws InvalidSettingException {
        return SettingsReader.read(system, environment);
    }
}
