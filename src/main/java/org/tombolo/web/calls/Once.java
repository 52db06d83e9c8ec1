package org.tombolo.web.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.gateway.interaction.IdempotencyKeys;
import org.tombolo.gateway.interaction.IdempotencyKeys.Claim;
import org.tombolo.web.Refusal;

/**
 * Requests that are carried out once however often they are sent (draft-ietf-httpapi-idempotency-key-header): the answer to
 * the first is given again, 409 while it is under way, 422 when the key comes with another request. A refusal frees the key.
 */
public final class Once {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private final IdempotencyKeys keys;
    private final Clock clock;

    public Once(IdempotencyKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What is answered.
     *
     * @param body written as JSON
     */
    public record Answer(int status, Object body) {}

    /**
     * Carries out a request, or not.
     *
     * @param key the header, empty when there is none
     * @param asked what is asked for
     */
    public Response answer(String owner, String key, Object asked, Supplier<Answer> action) {
        if (key.isEmpty()) {
            Answer answer = action.get();
            return response(answer.status(), written(answer.body()));
        }
        String plain = plain(key);
        Claim claim = keys.claim(owner, plain, fingerprint(asked), clock.instant());
        if (claim instanceof Claim.Done done) {
            return response(done.status(), done.body());
        }
        if (claim instanceof Claim.UnderWay) {
            throw Refusal.of(409, "a request with this Idempotency-Key is under way")
                    .with("Retry-After", "1");
        }
        if (claim instanceof Claim.Another) {
            throw Refusal.of(422, "this Idempotency-Key was used for another request");
        }
        return first(owner, plain, action);
    }

    private Response first(String owner, String key, Supplier<Answer> action) {
        boolean done = false;
        try {
            Answer answer = action.get();
            String body = written(answer.body());
            keys.settle(owner, key, answer.status(), body);
            done = true;
            return response(answer.status(), body);
        } finally {
            if (!done) {
                keys.release(owner, key);
            }
        }
    }

    // The draft has a string of RFC 8941, in quotes; most clients send it bare.
    private static String plain(String key) {
        String plain = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1)
                : key;
        if (!plain.matches("[\\x21-\\x7e]{1,255}")) {
            throw Refusal.of(400, "Idempotency-Key: must be 1 to 255 visible characters");
        }
        return plain;
    }

    private static Response response(int status, String body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }

    private static String fingerprint(Object asked) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(written(asked).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String written(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written", e);
        }
    }
}
