package org.tombolo.web.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.identity.Jid;

class ChatKeyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Jid ALICE = new Jid("alice", "web.localhost", "");

    @TempDir
    private Path data;

    private ChatKey open() throws IOException {
        return ChatKey.open(data, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aCredentialIsAJwtForOneAddressAndSomeMinutes() throws Exception {
        ChatKey.Credential credential = open().credential(ALICE);
        SignedJWT jwt = SignedJWT.parse(credential.password());
        OctetSequenceKey secret = OctetSequenceKey.parse(Files.readString(data.resolve("chat.jwk")));
        assertThat(jwt.verify(new MACVerifier(secret))).isTrue();
        assertThat(jwt.getJWTClaimsSet().getStringClaim("jid")).isEqualTo("alice@web.localhost");
        assertThat(jwt.getJWTClaimsSet().getExpirationTime()).isEqualTo(NOW.plusSeconds(300));
        assertThat(credential.expiresAt()).isEqualTo(NOW.plusSeconds(300));
        assertThat(credential.toString()).doesNotContain(credential.password());
    }

    @Test
    void theSecretIsMadeOnceForItsOwnerOnly() throws Exception {
        open();
        Path file = data.resolve("chat.jwk");
        String made = Files.readString(file);
        open();
        assertThat(Files.readString(file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherFileIsNamed() throws Exception {
        Files.writeString(data.resolve("chat.jwk"), "{}");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("chat.jwk");
    }
}
