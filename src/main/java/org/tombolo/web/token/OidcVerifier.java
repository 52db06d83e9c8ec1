package org.tombolo.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens of an OpenID Connect provider (OpenID Connect Discovery 1.0, RFC 9068): its keys are fetched when they are
 * first needed, kept, and fetched again when a token names one that we do not have.
 */
public final class OidcVerifier implements TokenVerifier {
    private static final Logger log = LoggerFactory.getLogger(OidcVerifier.class);
    private static final int PATIENCE_MILLIS = 3000;
    private static final int MOST_BYTES = 256 * 1024;
    // RFC 8725 3.1: what we take, whatever the token says. No "none", and no secret shared with anybody.
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.RS512);

    private final String issuer;
    private final String audience;
    private final ResourceRetriever web = new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MOST_BYTES);
    private volatile @Nullable DefaultJWTProcessor<SecurityContext> processor;

    /**
     * @param issuer its issuer identifier, as it stands in {@code iss}
     * @param audience what must be among a token's {@code aud}
     */
    public OidcVerifier(String issuer, String audience) {
        this.issuer = issuer;
        this.audience = audience;
    }

    @Override
    public Optional<AccessToken> verify(String token) {
        try {
            return Optional.of(processor().process(token, null)).flatMap(OidcVerifier::read);
        } catch (ParseException | BadJOSEException e) {
            log.debug("a token is refused: {}", e.getMessage());
        } catch (JOSEException | IOException e) {
            log.warn("a token cannot be verified now: {}", e.toString());
        }
        return Optional.empty();
    }

    private DefaultJWTProcessor<SecurityContext> processor() throws IOException, ParseException {
        DefaultJWTProcessor<SecurityContext> known = processor;
        if (known != null) {
            return known;
        }
        JWKSource<SecurityContext> keys =
                JWKSourceBuilder.create(keysUrl(), web).retrying(true).build();
        DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
        made.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), JOSEObjectType.JWT, null));
        made.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        made.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp")));
        processor = made;
        return made;
    }

    // OpenID Connect Discovery 1.0 4: the document is below the issuer, and names it again.
    private URL keysUrl() throws IOException, ParseException {
        URL url = URI.create(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration")
                .toURL();
        Map<String, Object> document =
                JSONObjectUtils.parse(web.retrieveResource(url).getContent());
        if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
            throw new IOException("the provider at " + url + " says that it is another issuer");
        }
        return JSONObjectUtils.getURI(document, "jwks_uri").toURL();
    }

    private static Optional<AccessToken> read(JWTClaimsSet claims) {
        String client = text(claims, "client_id")
                .or(() -> text(claims, "azp"))
                .or(() -> Optional.ofNullable(claims.getSubject()))
                .orElse("");
        return client.isEmpty() ? Optional.empty() : Optional.of(new AccessToken(client, AccessToken.scopes(claims)));
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
