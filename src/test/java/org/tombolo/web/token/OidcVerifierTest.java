package org.tombolo.web.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the two documents that every provider publishes. */
class OidcVerifierTest {
    private static RSAKey key;
    private static RSAKey another;

    private final AtomicInteger fetches = new AtomicInteger();
    private HttpServer provider;
    private volatile JWKSet published = new JWKSet();
    private volatile String named = "";

    @BeforeAll
    static void keys() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        another = new RSAKeyGenerator(2048).keyID("two").generate();
    }

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", this::answer);
        provider.start();
        named = issuer();
        published = new JWKSet(key.toPublicJWK());
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:" + provider.getAddress().getPort() + "/realm";
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean keys = exchange.getRequestURI().getPath().endsWith("/keys");
        fetches.addAndGet(keys ? 1 : 0);
        String body =
                keys ? published.toString() : "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + issuer() + "/keys\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void aTokenOfTheProviderIsTakenAndItsKeysAreFetchedOnce() throws Exception {
        OidcVerifier verifier = verifier();
        assertThat(verifier.verify(signed(claims().build(), key, "at+jwt")))
                .contains(new AccessToken("crm", Set.of("calls:read", "calls:write")));
        assertThat(verifier.verify(signed(claims().build(), key, "JWT"))).isPresent();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void scopesMayBeAListAndTheClientTheAuthorizedParty() throws Exception {
        JWTClaimsSet claims = claims().claim("scope", null)
                .claim("scp", List.of("calls:read"))
                .claim("client_id", null)
                .claim("azp", "party")
                .build();
        assertThat(verifier().verify(signed(claims, key, "JWT")))
                .contains(new AccessToken("party", Set.of("calls:read")));
    }

    @Test
    void anotherAudienceIssuerTimeTypeOrKeyIsRefused() throws Exception {
        OidcVerifier verifier = verifier();
        assertThat(verifier.verify(signed(claims().audience("other").build(), key, "at+jwt")))
                .isEmpty();
        assertThat(verifier.verify(
                        signed(claims().issuer("https://evil.example").build(), key, "at+jwt")))
                .isEmpty();
        assertThat(verifier.verify(signed(
                        claims().expirationTime(Date.from(Instant.now().minusSeconds(120)))
                                .build(),
                        key,
                        "at+jwt")))
                .isEmpty();
        assertThat(verifier.verify(signed(claims().expirationTime(null).build(), key, "at+jwt")))
                .isEmpty();
        assertThat(verifier.verify(signed(claims().build(), key, "logout+jwt"))).isEmpty();
        assertThat(verifier.verify(signed(claims().build(), another, "at+jwt"))).isEmpty();
        assertThat(verifier.verify("rubbish")).isEmpty();
    }

    @Test
    void rfc8725_2_1_neitherNoneNorTheKeyAsASecretPasses() throws Exception {
        OidcVerifier verifier = verifier();
        assertThat(verifier.verify(new PlainJWT(claims().build()).serialize())).isEmpty();
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
        confused.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        assertThat(verifier.verify(confused.serialize())).isEmpty();
    }

    @Test
    void aNewKeyOfTheProviderIsFetched() throws Exception {
        OidcVerifier verifier = verifier();
        assertThat(verifier.verify(signed(claims().build(), key, "at+jwt"))).isPresent();
        published = new JWKSet(List.of(another.toPublicJWK(), key.toPublicJWK()));
        assertThat(verifier.verify(signed(claims().build(), another, "at+jwt"))).isPresent();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aProviderThatSaysItIsAnotherIsNotBelieved() throws Exception {
        named = "https://evil.example";
        assertThat(verifier().verify(signed(claims().build(), key, "at+jwt"))).isEmpty();
        named = issuer();
        provider.stop(0);
        assertThat(verifier().verify(signed(claims().build(), key, "at+jwt"))).isEmpty();
    }

    private OidcVerifier verifier() {
        return new OidcVerifier(issuer(), "tombolo");
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("tombolo")
                .subject("s")
                .claim("client_id", "crm")
                .claim("scope", "calls:read calls:write")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String signed(JWTClaimsSet claims, RSAKey by, String type) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(by.getKeyID())
                        .type(new JOSEObjectType(type))
                        .build(),
                claims);
        jwt.sign(new RSASSASigner(by));
        return jwt.serialize();
    }
}
