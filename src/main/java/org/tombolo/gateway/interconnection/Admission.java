package org.tombolo.gateway.interconnection;

import java.util.Optional;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.identity.Jid;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.xmpp.XmppMessage;

/** Whether an INVITE of an IMS user to an XMPP user may begin a session (RFC 7247). */
public sealed interface Admission {

    /** The user part of who does not want to be known. */
    String ANONYMOUS = "anonymous";

    /** It may. */
    record Admitted(SessionParties parties) implements Admission {}

    /** Why it may not. */
    record Refused(SipReply reply) implements Admission {}

    /** Whether a request is for an XMPP user, by address or by association. */
    static boolean isForXmpp(SipRequest request, AddressMapping addresses) {
        // An association is a terminating service: on the sender's leg the request goes on (TS 24.229 5.7.1).
        boolean senderLeg =
                request.isc().continues() && request.isc().sessionCase().equals(Optional.of(SessionCase.ORIGINATING));
        return addresses.isXmpp(request.requestUri())
                || (!senderLeg && addresses.xmppTarget(request.requestUri()).isPresent());
    }

    /** Judges an INVITE. */
    static Admission of(IncomingRequest request, AddressMapping addresses) {
        SipRequest invite = request.message();
        Optional<Target> target = addresses.xmppTarget(invite.requestUri());
        Optional<Jid> from =
                target.flatMap(to -> invite.sender().flatMap(user -> addresses.imsUserToJid(user, to.jid())));
        if (target.isEmpty()) {
            return refused(404, "no XMPP user can have this address");
        } else if (target.get().secure()) {
            // RFC 7247 8: XMPP cannot promise TLS on every hop.
            return refused(416, "sips: cannot be kept on the way to XMPP");
        } else if (addresses.isOurs(target.get().jid())) {
            return refused(482, "this leads back to where it came from");
        } else if (invite.header("Max-Forwards").filter("0"::equals).isPresent()) {
            return refused(483, "too many hops");
        } else if (from.isEmpty()) {
            return refused(403, "the sender is not known by a trusted peer");
        }
        return new Admitted(parties(request, addresses, target.get().jid(), from.get()));
    }

    /**
     * Who takes part when an XMPP user begins a session with an IMS user; empty when she may not, or somebody is nobody: pager
     * mode has the right error for it.
     */
    static Optional<SessionParties> toIms(XmppMessage stanza, AddressMapping addresses) {
        return toIms(stanza.from(), stanza.to(), stanza.thread(), addresses);
    }

    /** The same of a stanza that is no message. */
    static Optional<SessionParties> toIms(Jid xmpp, Jid ims, String thread, AddressMapping addresses) {
        Optional<String> from = addresses.xmppUserToUri(xmpp.bare());
        return addresses
                .imsTarget(ims)
                .filter(to -> from.isPresent()
                        && addresses.isOurs(ims)
                        && addresses.maySend(xmpp, ims)
                        && addresses.mayReceive(to)
                        && !addresses.leadsBack(to))
                .map(to -> new SessionParties(xmpp, ims, from.orElseThrow(), to.uri(), thread));
    }

    /** RFC 3325 7: the XMPP server is outside the trust domain, and the Call-ID may name the phone (RFC 3323 4.1). */
    private static SessionParties parties(IncomingRequest request, AddressMapping addresses, Jid to, Jid from) {
        SipRequest invite = request.message();
        boolean anonymous = Privacy.of(invite).anonymous();
        String name = request.session().id().value();
        Jid ims = anonymous ? new Jid(ANONYMOUS, from.domain(), name) : from;
        String thread = anonymous ? name : invite.callId();
        String us = addresses.xmppUserToUri(to).orElse(invite.requestUri());
        return new SessionParties(to, ims, us, invite.sender().orElseThrow().text(), thread);
    }

    private static Refused refused(int status, String why) {
        return new Refused(SipReply.refusal(status, why));
    }
}
