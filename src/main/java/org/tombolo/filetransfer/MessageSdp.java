package org.tombolo.filetransfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.sdp.Connection;
import org.tombolo.media.sdp.MediaDescription;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;

/**
 * The session descriptions of one MSRP session: what we say, and what the peer says.
 *
 * @param id of our descriptions, a number
 */
public record MessageSdp(long id) {

    /**
     * The message stream of a description.
     *
     * @throws SdpException when there is none, or it cannot be read
     */
    public static MessageMedia media(Body body) throws SdpException {
        if (!body.is(Body.SDP)) {
            throw new SdpException("the body is no session description");
        }
        SessionDescription description = SessionDescription.parse(body.text());
        int index = MessageMedia.indexIn(description);
        if (index < 0) {
            throw new SdpException("no message stream is offered");
        }
        return MessageMedia.parse(description, index);
    }

    /** Whether a description offers messages at all; false for what is none. */
    public static boolean offersMessages(String sdp) {
        try {
            return MessageMedia.indexIn(SessionDescription.parse(sdp)) >= 0;
        } catch (SdpException e) {
            // Who tries to offer messages is told what is wrong with the description, instead of "nobody is there".
            return sdp.contains("\nm=message ");
        }
    }

    /** Our offer. */
    public Body offer(MessageMedia media) {
        return body(media, 1, List.of(media.description()));
    }

    /**
     * Our answer; all other streams are refused (RFC 3264 6).
     *
     * @param version one more than the last time
     */
    public Body answer(Body offer, MessageMedia media, int version) throws SdpException {
        SessionDescription offered = SessionDescription.parse(offer.text());
        int index = MessageMedia.indexIn(offered);
        List<MediaDescription> streams = new ArrayList<>();
        for (int i = 0; i < offered.media().size(); i++) {
            streams.add(
                    i == index ? media.description() : offered.media().get(i).refused());
        }
        return body(media, version, streams);
    }

    /**
     * An answer without any stream (RFC 3264 6), to an offer that has none any more.
     *
     * @param ours what we said before
     */
    public Body refusal(Body offer, MessageMedia ours, int version) throws SdpException {
        List<MediaDescription> streams = SessionDescription.parse(offer.text()).media().stream()
                .map(MediaDescription::refused)
                .toList();
        return body(ours, version, streams);
    }

    private Body body(MessageMedia media, int version, List<MediaDescription> streams) {
        Connection connection = new Connection(media.address());
        String family = media.address().indexOf(':') >= 0 ? "IP6" : "IP4";
        String origin = "- " + id + " " + version + " IN " + family + " " + media.address();
        return Body.text(Body.SDP, new SessionDescription(origin, Optional.of(connection), List.of(), streams).text());
    }
}
