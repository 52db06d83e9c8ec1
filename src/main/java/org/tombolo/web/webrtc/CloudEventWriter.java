package org.tombolo.web.webrtc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes CloudEvents 1.0 in structured mode, as CAMARA's document has them. */
final class CloudEventWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String source;

    /** @param source URI of the API that the events come from */
    CloudEventWriter(String source) {
        this.source = source;
    }

    static ObjectNode data() {
        return JSON.createObjectNode();
    }

    String write(Channel.Happening happening, Optional<String> subscription) {
        ObjectNode data = happening.data().deepCopy();
        subscription.ifPresent(id -> data.put("subscriptionId", id));
        return write(happening.id(), happening.type(), happening.at(), data);
    }

    String write(String id, EventType type, Instant at, ObjectNode data) {
        ObjectNode event = JSON.createObjectNode()
                .put("id", id)
                .put("source", source)
                .put("type", type.type())
                .put("specversion", "1.0")
                .put("datacontenttype", "application/json")
                .put("time", at.truncatedTo(ChronoUnit.MILLIS).toString());
        event.set("data", data);
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }
}
