package org.tombolo.gateway.interaction.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.SinkCredential;

/** Posts events with the sink's credential and our signatures. A redirect is a refusal: a sink that moved says so to its owner. */
public final class HttpsSinkClient implements SinkClient {
    private static final Logger log = LoggerFactory.getLogger(HttpsSinkClient.class);
    private static final int UNAUTHORIZED = 401;

    private final HttpsExchange https;
    private final SinkTokens tokens;
    private final EventSigner signer;
    private final Clock clock;

    /**
     * How sinks are reached.
     *
     * @param tls who is trusted
     * @param allowed hosts that may have an address that is not public
     * @param patience for one attempt, connection and answer together
     * @param watchdog ends attempts that take longer; not closed
     */
    public record Reach(SSLContext tls, List<String> allowed, Duration patience, ScheduledExecutorService watchdog) {}

    public HttpsSinkClient(Reach reach, ClientAssertions assertions, EventSigner signer, Clock clock) {
        this.https = new HttpsExchange(reach.tls(), reach.allowed(), reach.patience(), reach.watchdog());
        this.tokens = new SinkTokens(https, assertions, clock);
        this.signer = signer;
        this.clock = clock;
    }

    @Override
    public Attempt post(Delivery delivery) {
        try {
            return tried(delivery);
        } catch (PublicAddresses.NotPublicException | SinkTokens.RefusedException e) {
            return new Attempt(Kind.REFUSED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.debug("sink {}", delivery.sink().uri().getHost(), e);
            return new Attempt(Kind.FAILED, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private Attempt tried(Delivery delivery) throws IOException {
        Optional<SinkCredential> credential = delivery.sink().credential();
        if (credential.isEmpty()) {
            return judge(exchange(delivery, Optional.empty()));
        }
        if (credential.get() instanceof SinkCredential.AccessToken token) {
            return token.expires().isBefore(clock.instant())
                    ? new Attempt(Kind.REFUSED, "the sink's access token has expired")
                    : judge(exchange(delivery, Optional.of(token.value())));
        }
        return judge(exchange(delivery, (SinkCredential.PrivateKeyJwt) credential.get()));
    }

    private HttpAnswer exchange(Delivery delivery, SinkCredential.PrivateKeyJwt credential) throws IOException {
        HttpAnswer answer = exchange(delivery, Optional.of(tokens.token(credential)));
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        // The token was revoked before its time: a new one is tried once.
        tokens.forget(credential);
        return exchange(delivery, Optional.of(tokens.token(credential)));
    }

    private HttpAnswer exchange(Delivery delivery, Optional<String> token) throws IOException {
        Sink sink = delivery.sink();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/cloudevents+json");
        token.ifPresent(t -> headers.put("Authorization", "Bearer " + t));
        if (!sink.correlator().isEmpty()) {
            headers.put("x-correlator", sink.correlator());
        }
        headers.putAll(signer.headers(delivery));
        return https.post(sink.uri(), headers, delivery.event().json().getBytes(StandardCharsets.UTF_8));
    }

    private static Attempt judge(HttpAnswer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new Attempt(Kind.DELIVERED, Integer.toString(status));
        }
        // RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4: what a client may try again; other 3xx and 4xx stay as they are.
        boolean later = status >= 500 || status == 408 || status == 425 || status == 429;
        return new Attempt(later ? Kind.FAILED : Kind.REFUSED, Integer.toString(status), retryAfter(answer));
    }

    private static Optional<Duration> retryAfter(HttpAnswer answer) {
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
