package org.tombolo.web.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkKeyTest {
    private static final byte[] BODY = "{\"id\":\"é\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path data;

    @Test
    void rfc7515_appendixF_whoHasTheBodyAndThePublicKeyVerifies() throws Exception {
        SinkKey key = SinkKey.open(data, Clock.systemUTC());
        String signature = key.detached(BODY);
        assertThat(signature).contains("..");
        ECDSAVerifier verifier = verifier(key);
        assertThat(JWSObject.parse(signature, new Payload(BODY)).verify(verifier))
                .isTrue();
        assertThat(JWSObject.parse(signature, new Payload("{}")).verify(verifier))
                .isFalse();
    }

    @Test
    void rfc7523_3_anAssertionIsOfTheClientForTheTokenEndpoint() throws Exception {
        SinkKey key = SinkKey.open(data, Clock.systemUTC());
        SignedJWT jwt = SignedJWT.parse(key.assertion("us", URI.create("https://auth.example/token")));
        assertThat(jwt.verify(verifier(key))).isTrue();
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("us");
        assertThat(claims.getSubject()).isEqualTo("us");
        assertThat(claims.getAudience()).containsExactly("https://auth.example/token");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(claims.getJWTID())
                .isNotEqualTo(SignedJWT.parse(key.assertion("us", URI.create("https://b.example")))
                        .getJWTClaimsSet()
                        .getJWTID());
    }

    @Test
    void whatItSignsIsNoAccessToken() throws Exception {
        SinkKey key = SinkKey.open(data, Clock.systemUTC());
        Issuer issuer = Issuer.open(data, Clock.systemUTC());
        assertThat(issuer.verify(key.assertion("tombolo", URI.create("tombolo"))))
                .isEmpty();
        assertThat(issuer.verify(issuer.issue("demo", Set.of("calls:read")))).isPresent();
    }

    @Test
    void whatIsPublishedHoldsNoPrivateKey() throws Exception {
        JWK published = JWK.parse(SinkKey.open(data, Clock.systemUTC()).publicJwk());
        assertThat(published.isPrivate()).isFalse();
        assertThat(published.getKeyID()).isNotBlank();
    }

    private static ECDSAVerifier verifier(SinkKey key) throws Exception {
        return new ECDSAVerifier(ECKey.parse(key.publicJwk()));
    }
}
