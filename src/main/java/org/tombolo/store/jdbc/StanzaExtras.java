package org.tombolo.store.jdbc;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Optional;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/**
 * What a stanza has besides its text, as the JSON of one column.
 *
 * @param error what was wrong, in an error stanza
 * @param extensions what else it carries
 */
record StanzaExtras(Optional<StanzaError> error, List<Extension> extensions) {
    private static final StanzaExtras NONE = new StanzaExtras(Optional.empty(), List.of());
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addMixIn(Extension.class, Kinds.class)
            .build();

    /** The names are on people's disks: never change one. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Extension.ReceiptRequest.class, name = "receipt-request"),
        @JsonSubTypes.Type(value = Extension.Received.class, name = "received"),
        @JsonSubTypes.Type(value = Extension.Markable.class, name = "markable"),
        @JsonSubTypes.Type(value = Extension.Marker.class, name = "marker"),
        @JsonSubTypes.Type(value = Extension.ChatState.class, name = "chat-state"),
        @JsonSubTypes.Type(value = Extension.Xhtml.class, name = "xhtml"),
        @JsonSubTypes.Type(value = Extension.OutOfBand.class, name = "out-of-band"),
        @JsonSubTypes.Type(value = Extension.SharedFile.class, name = "shared-file"),
        @JsonSubTypes.Type(value = Extension.Delay.class, name = "delay"),
        @JsonSubTypes.Type(value = Extension.DirectInvitation.class, name = "direct-invitation"),
        @JsonSubTypes.Type(value = Extension.MediatedInvitation.class, name = "mediated-invitation"),
        @JsonSubTypes.Type(value = Extension.Declined.class, name = "declined"),
        @JsonSubTypes.Type(value = Extension.StanzaId.class, name = "stanza-id"),
        @JsonSubTypes.Type(value = Extension.EmptySubject.class, name = "empty-subject"),
        @JsonSubTypes.Type(value = Extension.StoreHint.class, name = "store-hint"),
        @JsonSubTypes.Type(value = Extension.Correction.class, name = "correction")
    })
    private interface Kinds {}

    /** The column for a stanza; empty when there is nothing to say. */
    static String write(XmppMessage stanza) {
        if (stanza.error().isEmpty() && stanza.extensions().isEmpty()) {
            return "";
        }
        try {
            return JSON.writeValueAsString(new StanzaExtras(stanza.error(), stanza.extensions()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stanza that cannot be stored: " + e.getMessage(), e);
        }
    }

    /** What a column says. */
    static StanzaExtras read(String column) {
        if (column.isEmpty()) {
            return NONE;
        }
        try {
            return JSON.readValue(column, StanzaExtras.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the outbox holds a stanza that cannot be read: " + e.getMessage(), e);
        }
    }
}
