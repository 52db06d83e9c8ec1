package org.tombolo.gateway.interconnection.room;

import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.MsrpErrors;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.SipReply;
import org.tombolo.xmpp.StanzaError;

/** What a room says no with, as SIP and MSRP say it. The tables are decision 41. */
final class RoomErrors {
    private RoomErrors() {}

    /** Why somebody is not let in (XEP-0045 7.2), as the answer to her INVITE. */
    static SipReply toReply(StanzaError error) {
        return switch (error.condition()) {
            case "not-authorized" -> SipReply.refusal(403, "the room asks for a password");
            case "registration-required" -> SipReply.refusal(403, "the room is for its members only");
            case "forbidden" -> SipReply.refusal(403, "you are banned from the room");
            case "item-not-found" -> SipReply.refusal(404, "there is no such room");
            case "not-allowed" -> SipReply.refusal(404, "there is no such room, and it cannot be made from here");
            case "conflict" -> SipReply.refusal(486, "others in the room have the nickname");
            case "service-unavailable" -> SipReply.refusal(486, "the room is full");
            case "remote-server-timeout" -> SipReply.refusal(480, "the room does not answer");
            default -> ErrorMapping.toInviteReply(error);
        };
    }

    /** Why a nickname cannot be had (RFC 7701 7.1, RFC 7702 6.4). */
    static MsrpStatus nickname(StanzaError error) {
        return switch (error.condition()) {
            // XEP-0045 7.2.2, 7.6: somebody has it, or the room lets nobody choose.
            case "conflict", "not-acceptable" -> MsrpStatus.NICKNAME_IN_USE;
            case "jid-malformed" -> MsrpStatus.MALFORMED_NICKNAME;
            default -> MsrpErrors.toStatus(error);
        };
    }

    /** Why a message for one occupant does not arrive (RFC 7701 6.2). */
    static MsrpStatus privateMessage(StanzaError error) {
        return switch (error.condition()) {
            case "item-not-found", "recipient-unavailable" -> MsrpStatus.NO_RECIPIENT;
            case "feature-not-implemented", "service-unavailable" -> MsrpStatus.NO_PRIVATE_MESSAGES;
            default -> MsrpErrors.toStatus(error);
        };
    }
}
