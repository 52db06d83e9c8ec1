package org.tombolo.gateway.interaction.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of Standard Webhooks 1.0: an HMAC over id, time and body, one for each secret that is good now. */
final class StandardWebhook {
    /** How a secret begins. */
    static final String PREFIX = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";

    private StandardWebhook() {}

    static Map<String, String> headers(String id, Instant now, String body, List<String> secrets) {
        String time = Long.toString(now.getEpochSecond());
        byte[] signed = (id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8);
        String signatures = secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, signed)))
                .collect(Collectors.joining(" "));
        return Map.of("webhook-id", id, "webhook-timestamp", time, "webhook-signature", signatures);
    }

    private static byte[] hmac(String secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), ALGORITHM));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
