package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;

class ServerCertificateTest {
    @TempDir
    static Path directory;

    private static TestAuthority authority;

    @BeforeAll
    static void issue() throws Exception {
        authority = new TestAuthority(directory);
        authority.issue("ours", "IP:127.0.0.2,DNS:gateway.example.org,DNS:*.wild.example.org");
        authority.issue("other", "IP:127.0.0.2");
        authority.issue("service", "URI:sip:ims.example.org");
    }

    @ParameterizedTest
    @CsvSource({"ours,127.0.0.2", "ours,gateway.example.org", "ours,GATEWAY.example.org", "ours,a.wild.example.org"})
    void coversNamesAndAddresses(String alias, String host) throws Exception {
        assertThat(load(alias, alias, host).chain()).hasSize(2);
    }

    /** RFC 6125 6.4.3: the star stands for one label. */
    @ParameterizedTest
    @CsvSource({"ours,127.0.0.3", "ours,example.org", "ours,b.a.wild.example.org", "ours,wild.example.org"})
    void saysWhomItIsForInstead(String alias, String host) {
        assertThatThrownBy(() -> load(alias, alias, host))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("must be a certificate for the public host " + host)
                .hasMessageContaining("127.0.0.2, gateway.example.org");
    }

    /** RFC 5922 7.1: a SIP domain in a URI. */
    @Test
    void coversTheDomainOfASipUri() throws Exception {
        assertThat(load("service", "service", "ims.example.org").chain()).isNotEmpty();
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> load("ours", "other", "127.0.0.2"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("tombolo.tls.key is ")
                .hasMessageEndingWith("must be the key of the first certificate in tombolo.tls.certificate");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));
        Settings.Tls files = new Settings.Tls(authority.chain("ours"), authority.key("ours"));
        assertThatThrownBy(() -> ServerCertificate.load(files, "127.0.0.2", later))
                .hasMessageContaining("it expired on ");
        Clock before = Clock.offset(Clock.systemUTC(), Duration.ofDays(-400));
        assertThatThrownBy(() -> ServerCertificate.load(files, "127.0.0.2", before))
                .hasMessageContaining("it starts on ");
    }

    @Test
    void aChainThatDoesNotHoldIsRefused() throws Exception {
        Path mixed = directory.resolve("mixed.pem");
        Files.writeString(
                mixed, Files.readString(authority.chain("ours")) + Files.readString(authority.chain("other")));
        Settings.Tls files = new Settings.Tls(mixed, authority.key("ours"));
        assertThatThrownBy(() -> ServerCertificate.load(files, "127.0.0.2", Clock.systemUTC()))
                .hasMessageContaining("number 3 did not sign number 2");
    }

    @Test
    void filesOfAnotherKindAreRefused() throws Exception {
        Path key = authority.key("ours");
        Settings.Tls swapped = new Settings.Tls(key, authority.chain("ours"));
        assertThatThrownBy(() -> ServerCertificate.load(swapped, "127.0.0.2", Clock.systemUTC()))
                .hasMessageContaining("must be a PEM file with a certificate chain");
        Settings.Tls twice = new Settings.Tls(authority.chain("ours"), authority.chain("ours"));
        assertThatThrownBy(() -> ServerCertificate.load(twice, "127.0.0.2", Clock.systemUTC()))
                .hasMessageContaining("unencrypted PKCS #8 key");
    }

    private static ServerCertificate load(String certificate, String key, String host) throws Exception {
        Settings.Tls files = new Settings.Tls(authority.chain(certificate), authority.key(key));
        return ServerCertificate.load(files, host, Clock.systemUTC());
    }
}
