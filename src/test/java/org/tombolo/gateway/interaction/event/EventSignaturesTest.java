package org.tombolo.gateway.interaction.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.trace.SessionId;

class EventSignaturesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final TestStore store = TestStore.inMemory();
    private Instant now = NOON;
    private final WebhookSecrets secrets = new WebhookSecrets(store.deliveries, new Random(1), clock());

    @AfterEach
    void close() {
        store.close();
    }

    /** The example of the Standard Webhooks libraries. */
    @Test
    void theHmacIsThatOfStandardWebhooks() {
        Map<String, String> headers = StandardWebhook.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}",
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachClientHasASecretOfItsOwnThatIsKept() {
        String first = secrets.of("client:a").current();
        assertThat(first).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(secrets.of("client:b").current()).isNotEqualTo(first);
        assertThat(new WebhookSecrets(store.deliveries, new Random(2), clock())
                        .of("client:a")
                        .current())
                .isEqualTo(first);
        assertThat(secrets.of("client:a").toString()).doesNotContain(first);
    }

    @Test
    void afterARotationBothSignForADay() {
        String former = signature();
        secrets.rotate("client:a");
        assertThat(signature().split(" ")).hasSize(2).endsWith(former);
        now = NOON.plus(Duration.ofHours(24));
        assertThat(signature().split(" ")).hasSize(1);
    }

    @Test
    void theJwsIsOfTheBody() {
        assertThat(headers()).containsEntry("x-jws-signature", "jws-of-2");
    }

    private String signature() {
        // of one moment, so that only the secrets differ
        return StandardWebhook.headers("id", NOON, "{}", secrets.of("client:a").signing(now))
                .get("webhook-signature");
    }

    private Map<String, String> headers() {
        CallEvent event = new CallEvent(new CallId(new SessionId("session-0001")), 1, "e1", NOON, "{}", false);
        Sink sink = new Sink(URI.create("https://sink.example/"), Optional.empty());
        return new EventSignatures(secrets, body -> "jws-of-" + body.length, clock())
                .headers(new Delivery(event, sink, "client:a"));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
