package org.tombolo.web.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.MovingClock;

class IssuerTest {
    private final MovingClock clock = new MovingClock();

    @TempDir
    Path data;

    private Issuer issuer;

    @BeforeEach
    void open() throws IOException {
        issuer = Issuer.open(data, clock);
    }

    @Test
    void whatIsIssuedIsVerified() {
        String token = issuer.issue("demo", Set.of("shares:read", "click-to-dial:calls:create"));

        assertThat(issuer.verify(token))
                .contains(new AccessToken("demo", Set.of("shares:read", "click-to-dial:calls:create")));
    }

    @Test
    void keyIsReadableByItsOwnerOnlyAndKept() throws IOException {
        Path file = data.resolve("issuer.jwk");
        String token = issuer.issue("demo", Set.of("admin"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Issuer.open(data, clock).verify(token)).isPresent();
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void brokenKeyFileIsNamed() throws IOException {
        Files.writeString(data.resolve("issuer.jwk"), "{}");

        assertThatThrownBy(() -> Issuer.open(data, clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("issuer.jwk");
    }

    @Test
    void unknownScopeIsRefusedAndKnownOnesNamed() {
        assertThatThrownBy(() -> issuer.issue("demo", Set.of("shares:read", "calls:erase")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("calls:erase")
                .hasMessageContaining("shares:write");
        assertThatThrownBy(() -> issuer.issue("demo", Set.of())).hasMessageContaining("no scope");
    }

    @Test
    void tokenExpiresAfterAnHourAndTheSkew() {
        String token = issuer.issue("demo", Set.of("admin"));

        clock.move(Duration.ofHours(1).plusSeconds(59));
        assertThat(issuer.verify(token)).isPresent();
        clock.move(Duration.ofSeconds(1));
        assertThat(issuer.verify(token)).isEmpty();
    }

    @Test
    void anyAlteredCharacterIsNoticed() {
        String token = issuer.issue("demo", Set.of("shares:read"));

        for (int i = 0; i < token.length(); i++) {
            // the last character of a base64url group may carry bits that nobody reads: change a high bit
            char other = token.charAt(i) == 'A' ? 'g' : 'A';
            String altered = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(issuer.verify(altered)).as("character %d", i).isEmpty();
        }
    }

    /** RFC 8725 3.1. */
    @Test
    void noneAndSymmetricAlgorithmsAreRefused() throws Exception {
        ECKey key = ECKey.parse(Files.readString(data.resolve("issuer.jwk")));
        byte[] publicKey = key.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(issuer.verify(new PlainJWT(claims().build()).serialize())).isEmpty();
        assertThat(issuer.verify(signed(claims().build(), JWSAlgorithm.HS256, new MACSigner(publicKey))))
                .isEmpty();
    }

    @Test
    void otherKeyIssuerAudienceOrNoExpiryAreRefused() throws Exception {
        ECKey key = ECKey.parse(Files.readString(data.resolve("issuer.jwk")));
        JWSSigner ours = new ECDSASigner(key);
        JWSSigner other = new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate());

        assertThat(issuer.verify(signed(claims().build(), JWSAlgorithm.ES256, ours)))
                .isPresent();
        assertThat(issuer.verify(signed(claims().build(), JWSAlgorithm.ES256, other)))
                .isEmpty();
        assertThat(issuer.verify(signed(claims().issuer("x").build(), JWSAlgorithm.ES256, ours)))
                .isEmpty();
        assertThat(issuer.verify(signed(claims().audience("x").build(), JWSAlgorithm.ES256, ours)))
                .isEmpty();
        assertThat(issuer.verify(signed(claims().expirationTime(null).build(), JWSAlgorithm.ES256, ours)))
                .isEmpty();
        assertThat(issuer.verify(signed(claims().claim("scope", 7).build(), JWSAlgorithm.ES256, ours)))
                .contains(new AccessToken("demo", Set.of()));
        // RFC 9068 4: another kind of JWT of ours is no access token
        SignedJWT untyped = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims().build());
        untyped.sign(ours);
        assertThat(issuer.verify(untyped.serialize())).isEmpty();
    }

    @Test
    void noJwtAtAllIsRefused() {
        assertThat(issuer.verify("")).isEmpty();
        assertThat(issuer.verify("a.b.c")).isEmpty();
        assertThat(issuer.verify("x".repeat(10_000))).isEmpty();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("tombolo")
                .audience("tombolo")
                .subject("demo")
                .claim("scope", "admin")
                .expirationTime(Date.from(clock.instant().plusSeconds(60)));
    }

    private String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
        String kid = ECKey.parse(Files.readString(data.resolve("issuer.jwk"))).getKeyID();
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(kid)
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
