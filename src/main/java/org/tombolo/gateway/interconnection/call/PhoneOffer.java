package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Optional;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.RtpDescription;
import org.tombolo.jingle.Senders;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SessionDescription;

/**
 * A phone's offer and what of it can be relayed.
 *
 * @param description the whole of it
 * @param streams sound, and perhaps pictures
 */
record PhoneOffer(SessionDescription description, List<CallStream> streams) {
    PhoneOffer {
        streams = List.copyOf(streams);
    }

    /** Judges an offer; empty when it has no sound for us. */
    static Optional<PhoneOffer> of(SessionDescription description) {
        List<CallStream> streams = CallMedia.KINDS.stream()
                .flatMap(kind -> CallStream.first(description, kind).stream())
                .toList();
        return CallStream.first(description, "audio").isEmpty()
                ? Optional.empty()
                : Optional.of(new PhoneOffer(description, streams));
    }

    List<String> kinds() {
        return streams.stream().map(CallStream::type).toList();
    }

    /** The same as contents of a session. */
    List<JingleSide.Said> contents() {
        return streams.stream()
                .map(stream -> new JingleSide.Said(
                        stream.type(),
                        new RtpDescription(stream.type(), stream.formats(), true, CallMedia.feedback(stream.type())),
                        senders(stream.direction())))
                .toList();
    }

    private static Senders senders(Direction phone) {
        if (phone.sends()) {
            return phone.receives() ? Senders.BOTH : Senders.INITIATOR;
        }
        return phone.receives() ? Senders.RESPONDER : Senders.NONE;
    }

    /** What a session-accept agrees on, sound first; empty when the sound has no codec in common. */
    List<Agreement> terms(Jingle answer) {
        List<Agreement> terms = streams.stream()
                .flatMap(stream -> terms(stream, answer).stream())
                .toList();
        return terms.isEmpty() || !terms.get(0).phone().type().equals("audio") ? List.of() : terms;
    }

    /** Pictures only on the transport of the sound (RFC 9143 7.3). */
    private static Optional<Agreement> terms(CallStream stream, Jingle answer) {
        return answer.first(stream.type())
                .filter(content ->
                        stream.type().equals("audio") || answer.bundle().contains(content.name()))
                .filter(content -> content.senders() != Senders.NONE)
                .flatMap(JingleContent::description)
                .flatMap(description -> terms(stream, description.formats()));
    }

    private static Optional<Agreement> terms(CallStream stream, List<RtpFormat> accepted) {
        return accepted.stream()
                .filter(RtpFormat::isCodec)
                .flatMap(theirs -> stream.firstAmong(List.of(theirs)).stream()
                        .map(format ->
                                new Agreement(stream, format, format.payloadType(), theirs.payloadType(), false)))
                .findFirst();
    }
}
