package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
 * What a phone has said that it takes, in an offer or in an answer to one of ours, and what of it can be relayed.
 *
 * @param description the whole of it
 * @param streams sound, and perhaps pictures
 * @param ours the formats that it answers, under our numbers; empty of an offer, whose numbers we repeat
 */
record PhoneOffer(SessionDescription description, List<CallStream> streams, List<RtpFormat> ours) {
    PhoneOffer {
        streams = List.copyOf(streams);
        ours = List.copyOf(ours);
    }

    /** Judges an offer; empty when it has no sound for us. */
    static Optional<PhoneOffer> of(SessionDescription description) {
        return of(description, CallMedia.KINDS, List.of());
    }

    /**
     * Judges an answer to an offer of sound; empty when it has none of the codecs.
     *
     * @param ours what was offered
     */
    static Optional<PhoneOffer> answering(List<RtpFormat> ours, SessionDescription description) {
        return of(description, List.of("audio"), ours)
                .filter(answer -> answer.streams.get(0).firstAmong(ours).isPresent());
    }

    private static Optional<PhoneOffer> of(SessionDescription description, List<String> kinds, List<RtpFormat> ours) {
        List<CallStream> streams = kinds.stream()
                .flatMap(kind -> CallStream.first(description, kind).stream())
                .toList();
        return CallStream.first(description, "audio").isEmpty()
                ? Optional.empty()
                : Optional.of(new PhoneOffer(description, streams, ours));
    }

    List<String> kinds() {
        return streams.stream().map(CallStream::type).toList();
    }

    /** The same as contents of a session. */
    List<JingleSide.Said> contents() {
        return streams.stream()
                .map(stream -> new JingleSide.Said(
                        stream.type(),
                        new RtpDescription(stream.type(), formats(stream), true, CallMedia.feedback(stream.type())),
                        senders(stream.direction())))
                .toList();
    }

    /** Codecs, and pressed keys that can stand beside one of them. */
    private static List<RtpFormat> formats(CallStream stream) {
        Stream<RtpFormat> keys = stream.formats().stream()
                .flatMap(format -> RtpFormat.keysBeside(format, stream.keys()).stream())
                .distinct();
        return Stream.concat(stream.formats().stream(), keys).toList();
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
    private Optional<Agreement> terms(CallStream stream, Jingle answer) {
        return answer.first(stream.type())
                .filter(content ->
                        stream.type().equals("audio") || answer.bundle().contains(content.name()))
                .filter(content -> content.senders() != Senders.NONE)
                .flatMap(JingleContent::description)
                .flatMap(description -> terms(stream, description.formats()));
    }

    private Optional<Agreement> terms(CallStream stream, List<RtpFormat> accepted) {
        return accepted.stream()
                .filter(RtpFormat::isCodec)
                .flatMap(theirs -> stream.firstAmong(List.of(theirs)).stream()
                        .map(format -> new Agreement(stream, format, number(format), theirs.payloadType(), false)
                                .withKeys(ours.isEmpty() ? stream.keys() : ours, accepted)))
                .findFirst();
    }

    /** RFC 3264 5.1, 6.1: by which number the phone sends a format to us. */
    private int number(RtpFormat format) {
        return ours.stream().filter(format::isSameAs).findFirst().orElse(format).payloadType();
    }
}
