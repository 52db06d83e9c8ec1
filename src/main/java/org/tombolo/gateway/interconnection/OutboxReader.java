package org.tombolo.gateway.interconnection;

import java.util.List;

/**
 * Reads what waits for one XMPP server, in order, each message once; what came to nothing is read again. Used on the outbox's
 * thread alone.
 */
final class OutboxReader {
    private final Outbox outbox;
    private final String domain;
    private long last;
    private boolean exhausted;

    /** @param domain that of our component */
    OutboxReader(Outbox outbox, String domain) {
        this.outbox = outbox;
        this.domain = domain;
    }

    String domain() {
        return domain;
    }

    /**
     * The next ones; none when all were read.
     *
     * @param limit 1 to 10000
     */
    List<WaitingMessage> next(int limit) {
        if (exhausted) {
            return List.of();
        }
        List<WaitingMessage> rows = outbox.after(last, domain, limit);
        if (!rows.isEmpty()) {
            last = rows.get(rows.size() - 1).number();
        }
        exhausted = rows.size() < limit;
        return rows;
    }

    /** This one is there to be read, be it new or again, and those after it again too. */
    void from(WaitingMessage message) {
        last = Math.min(last, message.number() - 1);
        exhausted = false;
    }
}
