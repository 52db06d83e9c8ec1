package org.tombolo.gateway.interconnection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tombolo.xmpp.XmppMessage;

/** The messages that were delivered lately, so that an error that comes late finds its sender. Safe for all threads. */
final class SentMessages {
    private final Map<String, WaitingMessage> byId;

    /** @param most how many are remembered */
    SentMessages(int most) {
        this.byId = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, WaitingMessage> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void add(WaitingMessage message) {
        byId.put(message.stanza().id(), message);
    }

    /** Takes out the message that an error stanza speaks of; empty when it comes from somebody else. */
    synchronized Optional<WaitingMessage> failed(XmppMessage error) {
        WaitingMessage sent = byId.get(error.id());
        if (sent == null || !sent.stanza().to().bare().equals(error.from().bare())) {
            return Optional.empty();
        }
        byId.remove(error.id());
        return Optional.of(sent);
    }
}
