package org.tombolo.gateway.interconnection;

import java.time.Instant;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppMessage;

/**
 * A message on its way from SIP to XMPP.
 *
 * @param number its place in the order of arrival
 * @param session the session that it arrived in
 * @param stanza what is sent, with the same id each time
 * @param sender URI of its sender, for the news of a failure
 * @param imdn Message-ID by which the sender asked for that news (RFC 5438); empty when she did not
 * @param arrived when it came
 */
public record WaitingMessage(
        long number, SessionId session, XmppMessage stanza, String sender, String imdn, Instant arrived) {}
