package org.tombolo.sip.servlet;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.jspecify.annotations.Nullable;

/** What a dialog is used for (RFC 5057): a call or a subscription. Called on the session's executor. */
interface DialogUsage {
    /** The attribute of each SipSession of the dialog. */
    String ATTRIBUTE = "org.tombolo.usage";

    /** A request inside the dialog, or the CANCEL of the one that opens it. */
    void onRequest(SipServletRequest request, ServletSipRequest view);

    /** A response to a request of this usage; after the session's end on the container's thread. */
    void onResponse(SipServletResponse response);

    /** No ACK came to our 2xx. */
    default void onNoAck() {}

    /** No PRACK came to a reliable provisional response of ours (RFC 3262 3). */
    default void onNoPrack() {}

    /** The usage of a dialog; none when the container's session is no dialog of ours. */
    static @Nullable DialogUsage of(SipSession session) {
        return session.isValid() ? (DialogUsage) session.getAttribute(ATTRIBUTE) : null;
    }
}
