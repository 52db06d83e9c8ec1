package org.tombolo.web.calls;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.SinkCredential;
import org.tombolo.web.Refusal;

/** CAMARA's SinkCredential in all its kinds. */
public record CredentialBody(
        String credentialType,
        Optional<String> accessToken,
        Optional<String> accessTokenExpiresUtc,
        Optional<String> accessTokenType,
        Optional<String> clientId,
        Optional<String> tokenUri,
        Optional<String> jwksUri) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "CredentialBody[" + credentialType + "]";
    }

    SinkCredential parsed(Instant now) {
        return switch (credentialType) {
            case "ACCESSTOKEN" -> accessToken(now);
            case "PRIVATE_KEY_JWT" -> privateKeyJwt();
            default -> throw invalid("sinkCredential.credentialType: must be ACCESSTOKEN or PRIVATE_KEY_JWT");
        };
    }

    private SinkCredential.AccessToken accessToken(Instant now) {
        if (clientId.isPresent() || tokenUri.isPresent() || jwksUri.isPresent()) {
            throw invalid("sinkCredential: clientId, tokenUri and jwksUri do not belong to ACCESSTOKEN");
        }
        if (!accessTokenType.equals(Optional.of("bearer"))) {
            throw invalid("sinkCredential.accessTokenType: must be bearer");
        }
        Instant expires = expires(required(accessTokenExpiresUtc, "accessTokenExpiresUtc"));
        if (!expires.isAfter(now)) {
            throw invalid("sinkCredential.accessTokenExpiresUtc: the token has expired");
        }
        try {
            return new SinkCredential.AccessToken(required(accessToken, "accessToken"), expires);
        } catch (IllegalArgumentException e) {
            throw invalid("sinkCredential.accessToken: " + e.getMessage());
        }
    }

    private static Instant expires(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid("sinkCredential.accessTokenExpiresUtc: must be a time of RFC 3339 with its zone");
        }
    }

    // The YAML marks jwksUri read-only: it is ours to tell, at /.well-known/jwks.json.
    private SinkCredential.PrivateKeyJwt privateKeyJwt() {
        if (accessToken.isPresent() || accessTokenExpiresUtc.isPresent() || accessTokenType.isPresent()) {
            throw invalid("sinkCredential: an access token does not belong to PRIVATE_KEY_JWT");
        }
        if (jwksUri.isPresent()) {
            throw invalid("sinkCredential.jwksUri: is read-only");
        }
        try {
            return new SinkCredential.PrivateKeyJwt(
                    required(clientId, "clientId"), new URI(required(tokenUri, "tokenUri")));
        } catch (URISyntaxException e) {
            throw invalid("sinkCredential.tokenUri: is not a URL");
        } catch (IllegalArgumentException e) {
            throw invalid("sinkCredential: clientId or tokenUri: " + e.getMessage());
        }
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(() -> invalid("sinkCredential." + name + ": is required"));
    }

    /**
     * A sink with its credential.
     *
     * @param correlator the request's {@code x-correlator}
     * @throws Refusal 400 when something in it is wrong
     */
    public static Optional<Sink> sink(
            Optional<String> uri, Optional<CredentialBody> credential, String correlator, Instant now) {
        if (uri.isEmpty() && credential.isPresent()) {
            throw invalid("sinkCredential: needs a sink");
        }
        Optional<SinkCredential> parsed = credential.map(c -> c.parsed(now));
        return uri.map(u -> sink(u, parsed, correlator));
    }

    private static Sink sink(String uri, Optional<SinkCredential> credential, String correlator) {
        try {
            return new Sink(new URI(uri), credential, correlator);
        } catch (URISyntaxException e) {
            throw invalid("sink: is not a URL");
        } catch (IllegalArgumentException e) {
            throw invalid("sink: " + e.getMessage());
        }
    }

    private static Refusal invalid(String why) {
        return Refusal.of(400, why);
    }
}
