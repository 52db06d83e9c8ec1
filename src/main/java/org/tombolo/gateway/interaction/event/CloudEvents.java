package org.tombolo.gateway.interaction.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallNote;
import org.tombolo.gateway.interaction.PartyAddress;

/** Writes CAMARA's CallStatusChangedEvent (Click to Dial 0.1.0 and 0.2.0-rc.1) as a CloudEvent 1.0 in structured mode. */
public final class CloudEvents {
    private static final String CAMARA = "org.camaraproject.click-to-dial.v0.status-changed";
    // CAMARA's event has numbers alone for its parties: one with a SIP address is another event.
    private static final String OURS = "org.tombolo.call.v1.status-changed";

    private static final String OUR_NOTES = "org.tombolo.call.v1.";

    private final ObjectMapper json = new ObjectMapper();
    private final Envelope envelope;

    /**
     * A writer.
     *
     * @param source URI of the API that the events come from
     */
    public CloudEvents(String source) {
        this.envelope = new Envelope(source);
    }

    /** The event of a call's change into its present state. */
    public CallEvent of(Call call) {
        String id = call.id().text() + "." + call.revision();
        ObjectNode event = envelope.event(id, call.isCamara() ? CAMARA : OURS, call.changedAt(), call.revision());
        // an extension of ours: why it ended more exactly than CAMARA's reasons say
        call.end().ifPresent(end -> event.put("detail", end.detail()));
        event.set("data", data(call));
        return new CallEvent(
                call.id(),
                call.revision(),
                id,
                call.changedAt(),
                envelope.text(event),
                call.state().isFinal());
    }

    /** The event of something that left a call's state as it was. */
    public CallEvent of(Call call, CallNote note, Instant now) {
        String id = call.id().text() + "." + call.revision();
        ObjectNode event = envelope.event(id, OUR_NOTES + note.type(), now, call.revision());
        ObjectNode data = data(call).put("timestamp", Envelope.time(now));
        data.setAll(json.<ObjectNode>valueToTree(note));
        event.set("data", data);
        return new CallEvent(call.id(), call.revision(), id, now, envelope.text(event), false);
    }

    private ObjectNode data(Call call) {
        ObjectNode data = json.createObjectNode()
                .put("callId", call.id().text())
                .put("caller", PartyAddress.shown(call.caller()))
                .put("callee", PartyAddress.shown(call.callee()));
        ObjectNode status = data.putObject("status").put("state", call.state().word());
        call.reason().ifPresent(reason -> {
            status.put("reason", reason.word());
            if (call.isRecorded()) {
                data.put("recordingResult", call.recording().word());
            }
            data.put("callDuration", Long.toString(call.talked().toSeconds()));
        });
        return data.put("timestamp", Envelope.time(call.changedAt()));
    }
}
