package org.tombolo.msrp;

import org.jspecify.annotations.Nullable;

/** A message that was given to a session, before and after its connection is there. */
final class PendingSend implements MsrpSession.Sending {
    private final String messageId;
    private @Nullable Transfer transfer;
    private boolean aborted;

    PendingSend(String messageId) {
        this.messageId = messageId;
    }

    @Override
    public String messageId() {
        return messageId;
    }

    @Override
    public synchronized void abort() {
        aborted = true;
        if (transfer != null) {
            transfer.abort();
        }
    }

    synchronized boolean aborted() {
        return aborted;
    }

    synchronized void started(Transfer now) {
        transfer = now;
        if (aborted) {
            now.abort();
        }
    }
}
