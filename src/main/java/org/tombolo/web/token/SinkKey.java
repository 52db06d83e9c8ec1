package org.tombolo.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/**
 * The key by which sinks and their authorization servers know us. It is another than the issuer's: what a client makes us
 * sign must never pass for an access token.
 */
public final class SinkKey {
    private static final Duration ASSERTION_LIFETIME = Duration.ofMinutes(2);

    private final ECKey key;
    private final ECDSASigner signer;
    private final Clock clock;

    private SinkKey(ECKey key, Clock clock) throws JOSEException {
        this.key = key;
        this.signer = new ECDSASigner(key);
        this.clock = clock;
    }

    /**
     * The key in {@code sinks.jwk} of the data directory; made on first use, readable by its owner only.
     *
     * @throws IOException when the file cannot be made or holds no such key, saying which
     */
    public static SinkKey open(Path data, Clock clock) throws IOException {
        Path file = data.resolve("sinks.jwk");
        try {
            return new SinkKey(KeyFile.loadOrCreate(file), clock);
        } catch (JOSEException e) {
            throw new IOException(file + " holds a key that cannot sign", e);
        }
    }

    /**
     * A client assertion (RFC 7523 3): issuer and subject are the client, good for two minutes and once.
     *
     * @param audience the token endpoint it is for
     */
    public String assertion(String clientId, URI audience) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(audience.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        try {
            SignedJWT jwt = new SignedJWT(header(), claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the key of the sinks cannot sign", e);
        }
    }

    /** A signature over a body that travels beside it: a JWS in compact form with detached content (RFC 7515 appendix F). */
    public String detached(byte[] body) {
        try {
            JWSObject jws = new JWSObject(header(), new Payload(body));
            jws.sign(signer);
            return jws.serialize(true);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key of the sinks cannot sign", e);
        }
    }

    /** The public key as a JSON Web Key (RFC 7517). */
    public Map<String, Object> publicJwk() {
        return key.toPublicJWK().toJSONObject();
    }

    private JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
    }
}
