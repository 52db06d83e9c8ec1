package org.tombolo.web.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.gateway.interaction.event.SinkEvent;

/**
 * An event and how it reached its sink, as the inspector shows it.
 *
 * @param event the CloudEvent
 * @param waiting whether the sink still has to get it
 */
public record SentEvent(int sequence, String id, JsonNode event, boolean waiting, List<Try> attempts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All events of one call or push. */
    public record All(List<SentEvent> items) {
        /**
         * Those events.
         *
         * @param waiting sequence numbers of those that the sink still has to get
         */
        public static All of(
                List<? extends SinkEvent> events, List<DeliveryLog.Attempted> attempts, List<Integer> waiting) {
            return new All(events.stream()
                    .map(e -> SentEvent.of(e, attempts, waiting.contains(e.sequence())))
                    .toList());
        }
    }

    /** How many events are on their way again; those that were still on it are not counted. */
    public record Resent(int resent) {}

    /** An attempt to deliver it. */
    public record Try(int number, String at, String outcome, String what, long millis) {
        static Try of(DeliveryLog.Attempted attempt) {
            return new Try(
                    attempt.number(),
                    attempt.at().toString(),
                    attempt.outcome().name().toLowerCase(Locale.ROOT),
                    attempt.what(),
                    attempt.took().toMillis());
        }
    }

    private static SentEvent of(SinkEvent event, List<DeliveryLog.Attempted> attempts, boolean waiting) {
        List<Try> ours = attempts.stream()
                .filter(a -> a.sequence() == event.sequence())
                .map(Try::of)
                .toList();
        return new SentEvent(event.sequence(), event.id(), parsed(event), waiting, ours);
    }

    /** The CloudEvent. */
    public static JsonNode parsed(SinkEvent event) {
        try {
            return JSON.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds an event that is no JSON: " + event.id(), e);
        }
    }
}
