package org.tombolo.xmpp;

import java.util.ArrayList;
import java.util.List;
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
 * @param extensions what else it carries, in the order of the stanza
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
        Optional<StanzaError> error,
        List<Extension> extensions) {

    public XmppMessage {
        extensions = List.copyOf(extensions);
    }

    /** A message without extensions. */
    public XmppMessage(
            String id,
            Jid from,
            Jid to,
            String type,
            String subject,
            String thread,
            String language,
            String body,
            Optional<StanzaError> error) {
        this(id, from, to, type, subject, thread, language, body, error, List.of());
    }

    /** The first extension of a kind. */
    public <T extends Extension> Optional<T> extension(Class<T> kind) {
        for (Extension extension : extensions) {
            if (kind.isInstance(extension)) {
                return Optional.of(kind.cast(extension));
            }
        }
        return Optional.empty();
    }

    /** Whether it carries an extension of a kind. */
    public boolean has(Class<? extends Extension> kind) {
        return extension(kind).isPresent();
    }

    /** The same with one more extension. */
    public XmppMessage with(Extension more) {
        List<Extension> all = new ArrayList<>(extensions);
        all.add(more);
        return new XmppMessage(id, from, to, type, subject, thread, language, body, error, all);
    }

    /** The same without the extensions of a kind. */
    public XmppMessage without(Class<? extends Extension> kind) {
        List<Extension> rest =
                extensions.stream().filter(e -> !kind.isInstance(e)).toList();
        return new XmppMessage(id, from, to, type, subject, thread, language, body, error, rest);
    }

    /** The same with another text. */
    public XmppMessage saying(String text) {
        return text.equals(body)
                ? this
                : new XmppMessage(id, from, to, type, subject, thread, language, text, error, extensions);
    }

    /** The same with nothing but one extension: no text, no subject. */
    public XmppMessage alone(Extension extension) {
        return new XmppMessage(id, from, to, type, "", thread, "", "", error, List.of(extension));
    }
}
