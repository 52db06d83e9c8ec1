package org.tombolo.xmpp;

import java.util.Optional;
import org.tombolo.identity.Jid;

/**
 * A message stanza (RFC 6121 5) as far as our gateways read it.
 *
 * @param id stanza id; we always set one, others may leave it empty
 * @param type {@code normal}, {@code chat}, {@code groupchat}, {@code headline} or {@code error}
 * @param subject empty when there is none
 * @param thread empty when there is none
 * @param language {@code xml:lang}, empty when there is none
 * @param body plain text; empty for a stanza without a body
 * @param error what was wrong, when the type is {@code error}
 */
public record XmppMessage(
        String id,
        Jid from,
        Jid to,
        String type,
        String subject,
        String thread,
        String language,
        String body,
        Optional<StanzaError> error) {}
