package org.tombolo.gateway.interaction.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.storage.StoredFile;

/** Writes the changes of pushes as CloudEvents 1.0 in structured mode. What a push says is not in them. */
public final class PushEvents {
    private static final String TYPE = "org.tombolo.push.v1.status-changed";

    private final ObjectMapper json = new ObjectMapper();
    private final String source;

    /** @param source URI of the API that the events come from */
    public PushEvents(String source) {
        this.source = source;
    }

    /** The event of a push's change into its present state. */
    public PushEvent of(Push push) {
        // The same change always has the same id, so that a receiver recognises a second delivery.
        String id = push.id().text() + "." + push.revision();
        ObjectNode event = json.createObjectNode()
                .put("id", id)
                .put("source", source)
                .put("specversion", "1.0")
                .put("type", TYPE)
                .put("datacontenttype", "application/json")
                .put("time", time(push.changedAt()))
                // CloudEvents extension "sequence": a string whose lexicographical order is that of the events
                .put("sequence", String.format(Locale.ROOT, "%010d", push.revision()));
        event.set("data", data(push));
        return new PushEvent(
                push.id(),
                push.revision(),
                id,
                push.changedAt(),
                text(event),
                push.state().isFinal());
    }

    private ObjectNode data(Push push) {
        ObjectNode data = json.createObjectNode()
                .put("pushId", push.id().text())
                .put("from", PartyAddress.shown(push.from()))
                .put("to", PartyAddress.shown(push.to()))
                .put("type", push.content().kind().word())
                .put("status", push.state().word());
        if (!push.detail().isEmpty()) {
            data.put("detail", push.detail());
        }
        push.way().ifPresent(way -> data.put("way", way.word()));
        push.call().map(CallId::text).ifPresent(call -> data.put("call", call));
        push.content().file().ifPresent(file -> describe(file, data.putObject("file")));
        return data.put("timestamp", time(push.changedAt()));
    }

    private static void describe(StoredFile file, ObjectNode into) {
        into.put("name", file.name()).put("type", file.type()).put("size", file.size());
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private String text(ObjectNode event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }
}
