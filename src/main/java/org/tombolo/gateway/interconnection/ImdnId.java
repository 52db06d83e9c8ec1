package org.tombolo.gateway.interconnection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tombolo.gateway.interconnection.tracking.MessageId;

/**
 * IMDN Message-IDs of ours, which carry the id of the stanza that a notification from SIP has to name: a token
 * (RFC 5438 10) of our name of the message and the stanza id behind it.
 */
final class ImdnId {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._%*+'`-]{1,128}");
    private static final char AS_IT_IS = '~';
    private static final char PACKED = '!';
    /** UUIDs have 36; what is longer cannot be asked about. */
    private static final int LONGEST = 192;

    private ImdnId() {}

    /** The Message-ID for a stanza; empty when the stanza has no id that fits. */
    static Optional<String> of(MessageId id, String stanzaId) {
        if (TOKEN.matcher(stanzaId).matches()) {
            return Optional.of(id.text() + AS_IT_IS + stanzaId);
        }
        byte[] octets = stanzaId.getBytes(StandardCharsets.UTF_8);
        return octets.length == 0 || octets.length > LONGEST
                ? Optional.empty()
                : Optional.of(id.text()
                        + PACKED
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
    }

    /** The stanza that a Message-ID of ours stands for; empty when it is not ours. */
    static Optional<String> stanzaId(String messageId) {
        Optional<MessageId> ours = MessageId.startOf(messageId);
        if (ours.isEmpty() || messageId.length() == ours.get().text().length()) {
            return Optional.empty();
        }
        int separator = ours.get().text().length();
        String rest = messageId.substring(separator + 1);
        if (messageId.charAt(separator) == AS_IT_IS) {
            return Optional.of(rest).filter(id -> TOKEN.matcher(id).matches());
        }
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(rest), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
