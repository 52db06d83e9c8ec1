package org.tombolo.gateway.interaction.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.tombolo.gateway.interaction.SinkCredential;

/**
 * Access tokens of clients' authorization servers, got by the client credentials grant (RFC 6749 4.4) with an assertion of
 * ours (RFC 7523 2.2), and kept until shortly before they expire.
 */
final class SinkTokens {
    private static final int MOST = 10_000;
    private static final Duration MARGIN = Duration.ofSeconds(10);
    // RFC 6749 5.1: expires_in is only recommended
    private static final long USUAL_SECONDS = 300;
    private static final long LONGEST_SECONDS = 86_400;

    private final HttpsExchange https;
    private final ClientAssertions assertions;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Cache<SinkCredential.PrivateKeyJwt, SinkCredential.AccessToken> known =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    SinkTokens(HttpsExchange https, ClientAssertions assertions, Clock clock) {
        this.https = https;
        this.assertions = assertions;
        this.clock = clock;
    }

    /**
     * A token that is good now.
     *
     * @throws RefusedException when the server refuses us
     * @throws IOException when it cannot be had at the moment
     */
    String token(SinkCredential.PrivateKeyJwt credential) throws IOException {
        Optional<SinkCredential.AccessToken> kept = Optional.ofNullable(known.getIfPresent(credential))
                .filter(t -> clock.instant().isBefore(t.expires()));
        if (kept.isPresent()) {
            return kept.get().value();
        }
        SinkCredential.AccessToken fresh = read(ask(credential));
        known.put(credential, fresh);
        return fresh.value();
    }

    /** The sink did not take the token: the next one is a new one. */
    void forget(SinkCredential.PrivateKeyJwt credential) {
        known.invalidate(credential);
    }

    private HttpAnswer ask(SinkCredential.PrivateKeyJwt credential) throws IOException {
        String form = "grant_type=client_credentials"
                + "&client_id=" + encoded(credential.clientId())
                + "&client_assertion_type=" + encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                + "&client_assertion=" + assertions.assertion(credential.clientId(), credential.tokenUri());
        HttpAnswer answer = https.post(
                credential.tokenUri(),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                form.getBytes(StandardCharsets.US_ASCII));
        if (answer.status() / 100 == 4 && answer.status() != 429) {
            // RFC 6749 5.2: invalid_client and its like do not get better by trying again.
            throw new RefusedException("the token endpoint answered " + answer.status());
        }
        if (answer.status() != 200) {
            throw new IOException("the token endpoint answered " + answer.status());
        }
        return answer;
    }

    private SinkCredential.AccessToken read(HttpAnswer answer) throws IOException {
        JsonNode token = json.readTree(answer.body());
        String type = token.path("token_type").asText();
        if (!type.equalsIgnoreCase("bearer")) {
            throw new RefusedException("the token endpoint gave no bearer token");
        }
        long seconds = Math.min(token.path("expires_in").asLong(USUAL_SECONDS), LONGEST_SECONDS);
        Instant expires = clock.instant().plusSeconds(seconds).minus(MARGIN);
        try {
            return new SinkCredential.AccessToken(token.path("access_token").asText(), expires);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("the token endpoint gave no bearer token");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** That an authorization server will not give us a token. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String why) {
            super(why);
        }
    }
}
