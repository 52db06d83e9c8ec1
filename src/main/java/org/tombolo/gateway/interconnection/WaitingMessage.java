package org.tombolo.gateway.interconnection;

import java.time.Instant;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppMessage;

/**
 * A message on its way from SIP to XMPP.
 *
 * @param number its place in the order of arrival
 * @param session the session that it arrived in
 * @param stanza what is sent, with the same id each time; the id says what the sender wants to hear ({@link StanzaId})
 * @param sender URI of its sender, for the news of a failure
 * @param arrived when it came
 * @param expires when it is given up
 */
public record WaitingMessage(
        long number, SessionId session, XmppMessage stanza, String sender, Instant arrived, Instant expires) {

    /** For whom it waits: the bare JID. */
    public String recipient() {
        return recipientJid().text();
    }

    /** The domain of ours that it goes out from. */
    public String domain() {
        return stanza.from().domain();
    }

    Jid recipientJid() {
        return stanza.to().bare();
    }

    /** The same, given up earlier. */
    WaitingMessage until(Instant earlier) {
        return earlier.isBefore(expires) ? new WaitingMessage(number, session, stanza, sender, arrived, earlier) : this;
    }
}
