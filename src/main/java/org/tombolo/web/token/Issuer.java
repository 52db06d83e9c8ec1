package org.tombolo.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The embedded issuer of access tokens: signs them for {@code deploy/token.sh}, and verifies those that clients present. */
public final class Issuer implements TokenVerifier {
    /** The {@code iss} of tokens of the command line, which knows no URL of ours. */
    public static final String NAME = "tombolo";

    /** The {@code aud} of every token. */
    public static final String AUDIENCE = "tombolo";

    /** The client that tokens of the command line are issued to. */
    public static final String DEMO_CLIENT = "demo";

    /** How long a token is good. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final Path file;
    private final String name;
    private final Clock clock;
    private volatile List<ECKey> keys;

    private Issuer(Path file, String name, List<ECKey> keys, Clock clock) {
        this.file = file;
        this.name = name;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The issuer whose key is {@code issuer.jwk} in the data directory; made on first use, readable by its owner only.
     *
     * @throws IOException when the file cannot be made or holds no such key, saying which
     */
    public static Issuer open(Path data, Clock clock) throws IOException {
        return open(data, NAME, clock);
    }

    /**
     * The same under another name.
     *
     * @param name {@code iss} of the tokens that it issues: our public URL (RFC 8414 2); those of {@link #NAME} are taken too
     */
    public static Issuer open(Path data, String name, Clock clock) throws IOException {
        Path file = data.resolve("issuer.jwk");
        return new Issuer(file, name, KeyFile.all(file), clock);
    }

    /** Signs with a new key from now on; tokens of the former ones are good until they expire. */
    public synchronized void rotate() throws IOException {
        keys = KeyFile.rotate(file);
    }

    /** The public keys as JSON Web Keys (RFC 7517). */
    public List<Map<String, Object>> publicJwks() {
        return keys.stream().map(k -> k.toPublicJWK().toJSONObject()).toList();
    }

    /**
     * A token, good from now for {@link #LIFETIME}.
     *
     * @throws IllegalArgumentException when a scope does not exist or there is none, naming those that do
     */
    public String issue(String client, Set<String> scopes) {
        requireKnown(scopes);
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(name)
                .audience(AUDIENCE)
                .subject(client)
                .claim("client_id", client)
                .claim("scope", String.join(" ", new TreeSet<>(scopes)))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        return sign(claims);
    }

    @Override
    public Optional<AccessToken> verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            // RFC 8725 3.1: the algorithm is ours to choose, not the token's. RFC 9068 4: no other kind of JWT passes.
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType())) {
                return Optional.empty();
            }
            return signed(jwt)
                    ? Optional.of(jwt.getJWTClaimsSet()).filter(this::isGood).flatMap(Issuer::read)
                    : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private boolean signed(SignedJWT jwt) throws JOSEException {
        for (ECKey key : keys) {
            if (key.getKeyID().equals(jwt.getHeader().getKeyID())) {
                return jwt.verify(new ECDSAVerifier(key));
            }
        }
        return false;
    }

    private boolean isGood(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        return (NAME.equals(claims.getIssuer()) || name.equals(claims.getIssuer()))
                && claims.getAudience().contains(AUDIENCE)
                && expires != null
                && now.isBefore(expires.toInstant().plus(SKEW))
                && (notBefore == null || !now.plus(SKEW).isBefore(notBefore.toInstant()));
    }

    private static Optional<AccessToken> read(JWTClaimsSet claims) {
        try {
            String client = Optional.ofNullable(claims.getStringClaim("client_id"))
                    .or(() -> Optional.ofNullable(claims.getSubject()))
                    .orElse("");
            return client.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AccessToken(client, AccessToken.scopes(claims)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private String sign(JWTClaimsSet claims) {
        ECKey key = keys.get(0);
        // RFC 9068 2.1: an access token says that it is one, so that no other JWT passes for it.
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the issuer's key cannot sign", e);
        }
    }

    private static void requireKnown(Set<String> scopes) {
        List<String> unknown =
                scopes.stream().filter(s -> !Scopes.all().contains(s)).sorted().toList();
        if (scopes.isEmpty() || !unknown.isEmpty()) {
            String wrong = scopes.isEmpty() ? "no scope given" : "unknown scope: " + String.join(" ", unknown);
            throw new IllegalArgumentException(wrong + "; known are: " + String.join(" ", Scopes.all()));
        }
    }

    /** Prints a token: {@code Issuer DATA_DIR SCOPE...}. Exits with 2 and the reason when it cannot. */
    public static void main(String[] args) {
        try {
            if (args.length < 2) {
                throw new IllegalArgumentException(
                        "usage: DATA_DIR SCOPE...; scopes: " + String.join(" ", Scopes.all()));
            }
            Set<String> scopes = new TreeSet<>(Arrays.asList(args).subList(1, args.length));
            requireKnown(scopes);
            System.out.println(open(Path.of(args[0]), Clock.systemUTC()).issue(DEMO_CLIENT, scopes));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
