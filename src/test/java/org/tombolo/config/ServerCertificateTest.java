package org.tombolo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.peer.Authority;
import org.tombolo.peer.Authority.Issued;

class ServerCertificateTest {
    @TempDir
    static Path directory;

    private static Issued ours;
    private static Issued other;

    @BeforeAll
    static void issue() throws Exception {
        Authority authority = new Authority(directory);
        ours = authority.issueRsa("ours", "IP:127.0.0.2,DNS:gateway.example.org,DNS:*.wild.example.org");
        other = authority.issue("other", "other.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "gateway.example.org", "GATEWAY.example.org", "a.wild.example.org"})
    void coversNamesAndAddresses(String host) throws Exception {
        assertThat(load(ours.chain(), ours.key(), host).chain()).hasSize(2);
    }

    /** RFC 6125 6.4.3: the star stands for one label. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.3", "example.org", "b.a.wild.example.org", "wild.example.org"})
    void saysWhomItIsForInstead(String host) {
        assertThatThrownBy(() -> load(ours.chain(), ours.key(), host))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("must be a certificate for the public host " + host)
                .hasMessageContaining("127.0.0.2, gateway.example.org");
    }

    /** RFC 5922 7.1: a SIP domain in a URI. */
    @Test
    void coversTheDomainOfASipUri() throws Exception {
        Issued service = new Authority(directory.resolve("service")).issueRsa("service", "URI:sip:ims.example.org");
        assertThat(load(service.chain(), service.key(), "ims.example.org").chain())
                .isNotEmpty();
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> load(ours.chain(), other.key(), "127.0.0.2"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("tombolo.tls.key is ")
                .hasMessageEndingWith("must be the key of the first certificate in tombolo.tls.certificate");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Clock later = Clock.fixed(Instant.parse("2100-02-01T00:00:00Z"), ZoneOffset.UTC);
        Settings.Tls files = new Settings.Tls(ours.chain(), ours.key(), Optional.empty());
        assertThatThrownBy(() -> ServerCertificate.load(files, "127.0.0.2", later))
                .hasMessageContaining("it expired on ");
        Clock before = Clock.fixed(Instant.parse("2019-02-01T00:00:00Z"), ZoneOffset.UTC);
        assertThatThrownBy(() -> ServerCertificate.load(files, "127.0.0.2", before))
                .hasMessageContaining("it starts on ");
    }

    @Test
    void aChainThatDoesNotHoldIsRefused() throws Exception {
        Path mixed = directory.resolve("mixed.pem");
        Files.writeString(mixed, Files.readString(ours.chain()) + Files.readString(other.chain()));
        Settings.Tls files = new Settings.Tls(mixed, ours.key(), Optional.empty());
        assertThatThrownBy(() -> ServerCertificate.load(files, "127.0.0.2", Clock.systemUTC()))
                .hasMessageContaining("number 3 did not sign number 2");
    }

    @Test
    void filesOfAnotherKindAreRefused() throws Exception {
        Settings.Tls swapped = new Settings.Tls(ours.key(), ours.chain(), Optional.empty());
        assertThatThrownBy(() -> ServerCertificate.load(swapped, "127.0.0.2", Clock.systemUTC()))
                .hasMessageContaining("must be a PEM file with a certificate chain");
        Settings.Tls twice = new Settings.Tls(ours.chain(), ours.chain(), Optional.empty());
        assertThatThrownBy(() -> ServerCertificate.load(twice, "127.0.0.2", Clock.systemUTC()))
                .hasMessageContaining("unencrypted PKCS #8 key");
    }

    private static ServerCertificate load(Path chain, Path key, String host) throws Exception {
        return ServerCertificate.load(new Settings.Tls(chain, key, Optional.empty()), host, Clock.systemUTC());
    }
}
