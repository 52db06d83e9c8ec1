package org.tombolo.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.tombolo.identity.Jid;

/**
 * The secret that we share with the XMPP server of portal users, and the credentials made with it: a JWT (RFC 7519, HS256)
 * for one address, which its user's browser sends as the password of SASL PLAIN.
 */
public final class ChatKey {
    /** How long a credential opens a stream; the stream itself lasts longer. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int BITS = 256;

    private final MACSigner signer;
    private final Clock clock;

    private ChatKey(MACSigner signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * What signs in to the XMPP server.
     *
     * @param expiresAt until when, in whole seconds
     */
    public record Credential(Jid address, String password, Instant expiresAt) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "credential of " + address.text();
        }
    }

    /**
     * The secret in {@code chat.jwk} of the data directory, which the XMPP server reads too; made on first use, readable by
     * its owner only.
     *
     * @throws IOException when the file cannot be made or holds no such secret
     */
    public static ChatKey open(Path data, Clock clock) throws IOException {
        Path file = data.resolve("chat.jwk");
        try {
            if (!Files.exists(file)) {
                KeyFile.create(
                        file, new OctetSequenceKeyGenerator(BITS).generate().toJSONString());
            }
            return new ChatKey(new MACSigner(OctetSequenceKey.parse(Files.readString(file))), clock);
        } catch (ParseException | JOSEException e) {
            throw new IOException(file + " holds no secret of 256 bits; remove it to have a new one made", e);
        }
    }

    /**
     * A credential, good from now for {@link #LIFETIME}.
     *
     * @param user bare address
     */
    public Credential credential(Jid user) {
        Instant expiry = Instant.ofEpochSecond(clock.instant().plus(LIFETIME).getEpochSecond());
        // "jid" is the claim that ejabberd looks for, and our module for Prosody as well.
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("jid", user.text())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(expiry))
                .jwtID(UUID.randomUUID().toString())
                .build();
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(signer);
            return new Credential(user, jwt.serialize(), expiry);
        } catch (JOSEException e) {
            throw new IllegalStateException("the chat's secret cannot sign", e);
        }
    }
}
