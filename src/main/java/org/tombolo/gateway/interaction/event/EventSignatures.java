package org.tombolo.gateway.interaction.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Signs each event twice: by the HMAC of Standard Webhooks with the client's secret, and by a JWS with detached content
 * (RFC 7515 appendix F) that our public key verifies, as CAMARA's guide recommends of notifications (4.3).
 */
public final class EventSignatures implements EventSigner {
    private static final String JWS = "x-jws-signature";

    private final WebhookSecrets secrets;
    private final Function<byte[], String> jws;
    private final Clock clock;

    /** @param jws makes the JWS of a body */
    public EventSignatures(WebhookSecrets secrets, Function<byte[], String> jws, Clock clock) {
        this.secrets = secrets;
        this.jws = jws;
        this.clock = clock;
    }

    @Override
    public Map<String, String> headers(Delivery delivery) {
        String body = delivery.event().json();
        Map<String, String> headers = new HashMap<>(StandardWebhook.headers(
                delivery.event().id(),
                clock.instant(),
                body,
                secrets.of(delivery.owner()).signing(clock.instant())));
        headers.put(JWS, jws.apply(body.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
