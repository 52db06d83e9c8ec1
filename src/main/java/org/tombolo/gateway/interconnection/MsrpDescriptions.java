package org.tombolo.gateway.interconnection;

import java.util.Optional;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.SipReply;

/** What we say of one MSRP session in its dialog, first and again (RFC 4975 8.4). On the session's executor. */
public final class MsrpDescriptions {
    private final MessageSdp sdp;
    private final Terms terms;
    private Body lastSaid = Body.text(Body.SDP, "");
    private int version = 1;

    /** @param terms what our side takes */
    public MsrpDescriptions(MessageSdp sdp, Terms terms) {
        this.sdp = sdp;
        this.terms = terms;
    }

    /** Our offer. */
    public Body offer(MsrpSession ours) {
        lastSaid = sdp.offer(ours.offer(terms));
        return lastSaid;
    }

    /** Our answer to the first offer, at the moment at which it is sent. */
    public Body answer(MsrpSession ours, Body offer, MessageMedia media) throws SdpException {
        lastSaid = sdp.answer(offer, ours.answer(media, terms), version);
        return lastSaid;
    }

    /** Our answer to a re-INVITE or UPDATE. */
    public SipReply reanswer(MsrpSession ours, Optional<Body> offer) {
        // RFC 3261 14.2: without an offer, the 2xx makes one: what holds now.
        return offer.map(again -> reanswer(ours, again))
                .orElseGet(() -> SipReply.of(200).with(lastSaid));
    }

    private SipReply reanswer(MsrpSession ours, Body offer) {
        try {
            MessageMedia media = MessageSdp.media(offer);
            if (!ours.continues(media)) {
                // RFC 4975 8.4: a new path is a new session, which would be another chat.
                return SipReply.refusal(488, "the path of a chat stays what it is");
            }
            MessageMedia again = ours.answer(media, terms);
            // RFC 4975 8.4: what changes nothing has the same o= line.
            if (!sdp.answer(offer, again, version).text().equals(lastSaid.text())) {
                lastSaid = sdp.answer(offer, again, ++version);
            }
            return SipReply.of(200).with(lastSaid);
        } catch (SdpException e) {
            return SipReply.refusal(488, e.getMessage() == null ? "SDP" : e.getMessage());
        }
    }
}
