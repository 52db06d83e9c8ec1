package org.tombolo.gateway.interaction.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.event.Envelope;
import org.tombolo.storage.StoredFile;

/** Writes the changes of pushes as CloudEvents 1.0 in structured mode. What a push says is not in them. */
public final class PushEvents {
    private static final String TYPE = "org.tombolo.push.v1.status-changed";

    private final ObjectMapper json = new ObjectMapper();
    private final Envelope envelope;

    /** @param source URI of the API that the events come from */
    public PushEvents(String source) {
        this.envelope = new Envelope(source);
    }

    /** The event of a push's change into its present state. */
    public PushEvent of(Push push) {
        String id = push.id().text() + "." + push.revision();
        ObjectNode event = envelope.event(id, TYPE, push.changedAt(), push.revision());
        event.set("data", data(push));
        return new PushEvent(
                push.id(),
                push.revision(),
                id,
                push.changedAt(),
                envelope.text(event),
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
        return data.put("timestamp", Envelope.time(push.changedAt()));
    }

    private static void describe(StoredFile file, ObjectNode into) {
        into.put("name", file.name()).put("type", file.type()).put("size", file.size());
    }
}
