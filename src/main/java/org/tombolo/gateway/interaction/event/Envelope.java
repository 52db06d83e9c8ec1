package org.tombolo.gateway.interaction.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What all our CloudEvents 1.0 in structured mode have around their data. */
public final class Envelope {
    /** Of the greatest sequence. */
    private static final int DIGITS = 10;

    private final ObjectMapper json = new ObjectMapper();
    private final String source;

    /** @param source URI of the API that the events come from */
    public Envelope(String source) {
        this.source = source;
    }

    /**
     * An event without its data.
     *
     * @param id of the change: the same change always has the same, so that a receiver recognises a second delivery
     * @param sequence greater than that of the event before
     */
    public ObjectNode event(String id, String type, Instant time, int sequence) {
        String digits = Integer.toString(sequence);
        return json.createObjectNode()
                .put("id", id)
                .put("source", source)
                .put("specversion", "1.0")
                .put("type", type)
                .put("datacontenttype", "application/json")
                .put("time", time(time))
                // CloudEvents extension "sequence": a string whose lexicographical order is that of the events
                .put("sequence", "0".repeat(DIGITS - digits.length()) + digits);
    }

    /** RFC 3339, in milliseconds. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** As it is sent. */
    public String text(ObjectNode event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }
}
