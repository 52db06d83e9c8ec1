package org.tombolo.msrp;

import java.nio.ByteBuffer;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.ContinuationFlag;
import org.tombolo.msrp.wire.EndLineGuard;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.FrameWriter;
import org.tombolo.msrp.wire.MsrpResponse;
import org.tombolo.msrp.wire.SendHead;

/** One SEND request of a message of ours: from its head, over as much of the body as there is time for, to its response. */
final class Chunk implements Transactions.Pending {
    private final SendQueue queue;
    private final Transfer transfer;
    private final String transaction;
    private final EndLineGuard guard;
    private final ByteBuffer head;
    private final long start;
    private int length;

    Chunk(SendQueue queue, Transfer transfer) {
        this.queue = queue;
        this.transfer = transfer;
        boolean whole = transfer.restIsHere() && transfer.available() <= Outlet.QUANTUM;
        this.transaction = whole ? absentFrom(transfer) : queue.ids().transaction();
        this.guard = new EndLineGuard(transaction);
        this.start = transfer.written() + 1;
        // RFC 4975 7.1.1: what may have to be interrupted has no end in its range.
        long end = whole ? transfer.written() + transfer.available() : ByteRange.UNKNOWN;
        SendHead said = transfer.head(new ByteRange(start, end, whole ? end : transfer.total()));
        this.head = ByteBuffer.wrap(FrameWriter.send(transaction, queue.to(), queue.from(), said));
        if (transfer.failureReport() != FailureReport.NO) {
            queue.started(this);
        }
    }

    /** RFC 4975 7.1: a transaction identifier whose end-line is not in the body. */
    private static String absentFrom(Transfer transfer) {
        while (true) {
            String candidate = transfer.queue().ids().transaction();
            ByteBuffer body = transfer.data();
            if (new EndLineGuard(candidate).writable(body, body.remaining()) == body.remaining()) {
                return candidate;
            }
        }
    }

    ByteBuffer head() {
        return head;
    }

    SendQueue queue() {
        return queue;
    }

    Transfer transfer() {
        return transfer;
    }

    /** Which octets of the message it carries. */
    ByteRange range() {
        return new ByteRange(start, start + length - 1, transfer.total());
    }

    /** How much of the body was written. */
    int length() {
        return length;
    }

    boolean aborted() {
        return transfer.over();
    }

    boolean complete() {
        return transfer.restIsHere() && transfer.available() == 0;
    }

    /** Whether the message's source has nothing for now. */
    boolean waits() {
        return !transfer.over() && !transfer.restIsHere() && transfer.available() == 0;
    }

    /**
     * Writes some of the body.
     *
     * @return false when the chunk has to end here, because its end-line would be in it
     */
    boolean write(ByteBuffer out, int most) {
        ByteBuffer data = transfer.data();
        int wanted = Math.min(most, Math.min(out.remaining(), data.remaining()));
        int written = guard.writable(data, wanted);
        out.put(out.position(), data, data.position(), written);
        out.position(out.position() + written);
        length += written;
        transfer.wrote(written);
        return written == wanted;
    }

    /** Ends the chunk; tells its end-line. */
    ByteBuffer end(ContinuationFlag flag) {
        queue.chunkWritten(this, flag);
        return ByteBuffer.wrap(FrameWriter.end(transaction, flag, true));
    }

    @Override
    public String transaction() {
        return transaction;
    }

    @Override
    public Connection connection() {
        return queue.connection();
    }

    @Override
    public void answered(MsrpResponse response) {
        queue.answered(this, response.status());
    }

    @Override
    public void timedOut() {
        queue.timedOut(this);
    }
}
