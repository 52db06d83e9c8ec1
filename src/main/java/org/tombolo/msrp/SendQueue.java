package org.tombolo.msrp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.ContinuationFlag;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpStatus;

/** The messages of one session that wait to be sent, or whose fate is open. For the thread of its connection. */
final class SendQueue {
    private static final int MOST_WAITING = 1000;
    /** Messages that were sent and of which a REPORT may still come; beyond that the oldest is forgotten. */
    private static final int MOST_SENT = 256;

    /** RFC 4975 10.4, 10.8, 10.10: not for what a message is, but because it did not get there. */
    private static final Set<Integer> NOT_RECEIVED = Set.of(408, 481, 506);

    private static final int LONGEST_CHUNK = 256 << 10;

    /** Chunks without a response; more are not begun. */
    private static final int WINDOW = 64;

    private final EndpointSession session;
    private final Connection connection;
    private final IoThread thread;
    private final Deque<Transfer> inOrder = new ArrayDeque<>(2);
    private final Deque<Transfer> bulk = new ArrayDeque<>(2);
    private @Nullable Map<String, Transfer> unsent;
    private @Nullable Map<String, Transfer> sent;
    private int unanswered;
    private boolean bulkNext;
    private boolean inLine;
    private @Nullable Chunk current;

    SendQueue(EndpointSession session, Connection connection) {
        this.session = session;
        this.connection = connection;
        this.thread = connection.thread();
    }

    Connection connection() {
        return connection;
    }

    Ids ids() {
        return session.ids();
    }

    MsrpPath to() {
        return session.pathToPeer();
    }

    MsrpPath from() {
        return MsrpPath.of(session.uri());
    }

    /**
     * RFC 4975 7.1.1 recommends chunks as long as possible, and allows those of 2048 octets. Relays that pass on whole
     * chunks only hold no longer ones. A chunk that is not answered is sent again when a file is resumed.
     */
    int longestChunk() {
        return to().hops().size() > 1 ? Outlet.QUANTUM : LONGEST_CHUNK;
    }

    void add(Transfer transfer) {
        if (inOrder.size() + bulk.size() >= MOST_WAITING) {
            transfer.failed(new MsrpStatus(413, "too many messages wait"));
            return;
        }
        unsent = with(unsent, transfer);
        (transfer.isBulk() ? bulk : inOrder).add(transfer);
        transfer.pull();
        ready();
    }

    /** Gets in line when there is something to send. */
    void ready() {
        if (!inLine && current == null && next(false) != null) {
            inLine = true;
            connection.outlet().add(this);
            connection.writeSoon();
        } else if (current != null) {
            connection.writeSoon();
        }
    }

    /** It is this session's turn. */
    @Nullable
    Chunk nextChunk() {
        inLine = false;
        Transfer transfer = next(true);
        current = transfer == null ? null : new Chunk(this, transfer);
        return current;
    }

    boolean othersWait(Chunk chunk) {
        Transfer first = inOrder.peek();
        boolean between = first != null && first != chunk.transfer() && first.hasWork();
        return unanswered < WINDOW && (between || bulk.stream().anyMatch(t -> t != chunk.transfer() && t.hasWork()));
    }

    /** Messages in order, and those beside them, by turns. */
    private @Nullable Transfer next(boolean take) {
        if (unanswered >= WINDOW) {
            return null;
        }
        Transfer first = inOrder.peek();
        boolean between = first != null && first.hasWork();
        Transfer beside = bulk.stream().filter(Transfer::hasWork).findFirst().orElse(null);
        boolean takeBeside = beside != null && (bulkNext || !between);
        if (take) {
            bulkNext = !takeBeside;
        }
        return takeBeside ? beside : between ? first : null;
    }

    void started(Chunk chunk) {
        thread.transactions.started(chunk);
        chunk.transfer().chunkStarted();
        if (chunk.transfer().failureReport() == FailureReport.YES) {
            unanswered++;
        }
    }

    void chunkWritten(Chunk chunk, ContinuationFlag flag) {
        Transfer transfer = chunk.transfer();
        current = null;
        thread.transactions.written(chunk);
        if (flag != ContinuationFlag.MORE) {
            remove(transfer);
        } else if (bulk.remove(transfer)) {
            bulk.add(transfer);
        }
        if (flag == ContinuationFlag.COMPLETE) {
            transfer.allWritten();
        }
        ready();
    }

    private void remove(Transfer transfer) {
        inOrder.remove(transfer);
        bulk.remove(transfer);
    }

    void answered(Chunk chunk, MsrpStatus status) {
        answeredOrNot(chunk, status);
        if (status.code() == 481 || status.code() == 506) {
            // RFC 4975 10.8, 10.10: nothing more can be said on this session.
            session.end(new SessionEnd(SessionEnd.Cause.REFUSED, "the peer answered " + status.text()));
        }
    }

    void timedOut(Chunk chunk) {
        boolean wanted = chunk.transfer().failureReport() == FailureReport.YES;
        answeredOrNot(chunk, wanted ? new MsrpStatus(408, "no response") : MsrpStatus.OK);
    }

    private void answeredOrNot(Chunk chunk, MsrpStatus status) {
        if (chunk.transfer().failureReport() == FailureReport.YES) {
            unanswered--;
        }
        chunk.transfer().chunkAnswered(chunk.range(), status);
        ready();
    }

    /** A message that nothing more is sent of; the peer has to be told when it has seen a part. */
    void gaveUp(Transfer transfer) {
        forget(transfer);
        if (transfer.written() == 0 && (current == null || current.transfer() != transfer)) {
            remove(transfer);
        }
        ready();
    }

    void sent(Transfer transfer) {
        unsent = without(unsent, transfer);
        sent = with(sent, transfer);
        if (sent.size() > MOST_SENT) {
            sent.values().iterator().next().forgotten();
        }
        if (!transfer.successReport()) {
            thread.reportable.start(transfer);
        }
    }

    void forget(Transfer transfer) {
        thread.reportable.stop(transfer);
        unsent = without(unsent, transfer);
        sent = without(sent, transfer);
    }

    private static Map<String, Transfer> with(@Nullable Map<String, Transfer> some, Transfer transfer) {
        Map<String, Transfer> all = some == null ? new LinkedHashMap<>() : some;
        all.put(transfer.messageId(), transfer);
        return all;
    }

    private static @Nullable Map<String, Transfer> without(@Nullable Map<String, Transfer> some, Transfer transfer) {
        if (some != null) {
            some.remove(transfer.messageId());
        }
        // Idle sessions are many: an empty map is no map.
        return some == null || some.isEmpty() ? null : some;
    }

    /** RFC 4975 7.1.1: a REPORT on a message we do not know is ignored. */
    void report(String messageId, ByteRange range, MsrpStatus status) {
        Transfer transfer = sent == null ? null : sent.get(messageId);
        Transfer early = transfer == null && unsent != null ? unsent.get(messageId) : transfer;
        if (early != null) {
            early.reported(range, status);
            if (NOT_RECEIVED.contains(status.code())) {
                // RFC 4975 7.3.2: a part that did not get there is the end of the session.
                session.end(new SessionEnd(SessionEnd.Cause.REFUSED, "a report says " + status.text()));
            }
        }
    }

    /** The session is over. */
    void close() {
        connection.outlet().remove(this);
        for (Map<String, Transfer> some : Arrays.asList(sent, unsent)) {
            if (some != null) {
                List.copyOf(some.values()).forEach(Transfer::forgotten);
            }
        }
        inOrder.clear();
        bulk.clear();
    }
}
