package org.tombolo.web.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.trace.SessionId;

/**
 * A message and how far it got, in our own API's words.
 *
 * @param id our name of it
 * @param direction {@code sip-to-xmpp} or {@code xmpp-to-sip}
 * @param from a URI
 * @param to a URI
 * @param reference the id that its sender gave it: of its stanza, its IMDN Message-ID or its Call-ID
 * @param state {@code accepted}, {@code policy}, {@code sent}, {@code delivered}, {@code displayed} or {@code failed}
 * @param reason why it did not arrive
 * @param lost what it lost on the way: {@code formatting}, {@code receipt}, {@code attachment}, {@code correction}
 * @param acceptedAt RFC 3339 in UTC, as all times
 * @param failedAt also when a rule refused it
 * @param session names its trace
 */
record MessageBody(
        String id,
        String direction,
        String from,
        String to,
        Optional<String> reference,
        String state,
        Optional<String> reason,
        List<String> lost,
        String acceptedAt,
        Optional<String> sentAt,
        Optional<String> deliveredAt,
        Optional<String> displayedAt,
        Optional<String> failedAt,
        Optional<String> session) {
    private static final String ANONYMOUS = "sip:anonymous@anonymous.invalid";

    /** @param owner whether a sender who does not want to be known is shown all the same */
    static MessageBody of(TrackedMessage message, boolean owner) {
        String ims = message.anonymous() && !owner ? ANONYMOUS : message.ims();
        String xmpp = message.xmpp().uri();
        boolean fromSip = message.direction() == Direction.SIP_TO_XMPP;
        return new MessageBody(
                message.id().text(),
                fromSip ? "sip-to-xmpp" : "xmpp-to-sip",
                fromSip ? ims : xmpp,
                fromSip ? xmpp : ims,
                given(message.reference()),
                message.state().word(),
                given(message.reason()),
                message.lost().stream()
                        .map(loss -> loss.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                time(message.accepted()),
                time(message, MessageState.SENT),
                time(message, MessageState.DELIVERED),
                time(message, MessageState.DISPLAYED),
                time(message, MessageState.FAILED).or(() -> time(message, MessageState.POLICY)),
                message.session().map(SessionId::value));
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> time(TrackedMessage message, MessageState state) {
        return Optional.ofNullable(message.times().get(state)).map(MessageBody::time);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
