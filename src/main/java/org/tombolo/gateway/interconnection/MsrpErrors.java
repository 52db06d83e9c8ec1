package org.tombolo.gateway.interconnection;

import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;

/** Errors of MSRP (RFC 4975 10) as errors of XMPP, and the reverse. No standard maps them. */
public final class MsrpErrors {
    private MsrpErrors() {}

    public static StanzaError toStanza(MsrpStatus status) {
        String words = "MSRP: " + status.text();
        return switch (status.code()) {
            case 403 -> ErrorMapping.error("forbidden", words);
            case 408 -> ErrorMapping.error("remote-server-timeout", words);
            case 413 -> ErrorMapping.error("policy-violation", words);
            case 415 -> ErrorMapping.error("not-acceptable", words);
            case 481, 506 -> ErrorMapping.error("recipient-unavailable", words);
            case 501 -> ErrorMapping.error("feature-not-implemented", words);
            default -> ErrorMapping.error("internal-server-error", words);
        };
    }

    /** What a SEND is answered with when its stanza did not arrive. None ends the session. */
    public static MsrpStatus toStatus(Delivery fate) {
        if (fate instanceof Delivery.Refused refused) {
            return toStatus(refused.error());
        }
        return fate instanceof Delivery.Accepted
                ? MsrpStatus.OK
                : new MsrpStatus(408, "the XMPP server cannot be reached");
    }

    public static MsrpStatus toStatus(StanzaError error) {
        String words = ErrorMapping.words(error).replaceAll("\\p{Cntrl}", " ");
        return switch (error.condition()) {
            case "remote-server-timeout", "recipient-unavailable", "remote-server-not-found" ->
                new MsrpStatus(408, words);
            case "resource-constraint", "policy-violation" -> new MsrpStatus(413, words);
            case "not-acceptable" -> new MsrpStatus(415, words);
            default -> new MsrpStatus(403, words);
        };
    }
}
