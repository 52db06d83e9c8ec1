package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.SendHead;

/**
 * One message of ours on its way. SENDING -> WRITTEN -> SENT -> DONE; FAILED is reached from all but DONE. All but
 * {@link #abort} runs on the thread of its connection.
 */
final class Transfer implements MsrpSession.Sending, MessageSource.Piece {
    /** A message that is longer, or whose length is not known, goes beside the others instead of between them. */
    private static final int BULK = 64 << 10;

    private static final int PULLED = 16 << 10;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private enum State {
        /** There is content that was not written yet. */
        SENDING,
        /** All was written; a response is missing. */
        WRITTEN,
        /** The next hop has it; a REPORT may come. */
        SENT,
        /** Success reports cover it, or nobody waits for them. */
        DONE,
        FAILED
    }

    private final EndpointSession session;
    private final SendQueue queue;
    private final String messageId;
    private final OutgoingMessage message;
    private final SendListener listener;
    private final Ranges delivered = new Ranges();
    private final long total;
    private @Nullable Ranges acknowledged;
    private State state = State.SENDING;
    private ByteBuffer data = EMPTY;
    private boolean last;
    private boolean pulling;
    private long written;
    private int unanswered;
    private boolean successReported;

    Transfer(
            EndpointSession session,
            SendQueue queue,
            String messageId,
            OutgoingMessage message,
            SendListener listener) {
        this.session = session;
        this.queue = queue;
        this.messageId = messageId;
        this.message = message;
        this.listener = listener;
        this.total = message.content().length().orElse(ByteRange.UNKNOWN);
    }

    @Override
    public String messageId() {
        return messageId;
    }

    @Override
    public void abort() {
        session.execute(() -> {
            if (!over()) {
                state = State.FAILED;
                queue.gaveUp(this);
            }
        });
    }

    SendQueue queue() {
        return queue;
    }

    FailureReport failureReport() {
        return message.failureReport();
    }

    boolean successReport() {
        return message.successReport();
    }

    boolean isBulk() {
        return total == ByteRange.UNKNOWN || total > BULK;
    }

    long total() {
        return total;
    }

    SendHead head(ByteRange range) {
        return new SendHead(
                messageId,
                range,
                message.successReport(),
                message.failureReport(),
                Optional.of(message.contentType()),
                message.headers());
    }

    /** Octets written so far. */
    long written() {
        return written;
    }

    ByteBuffer data() {
        return data;
    }

    int available() {
        return data.remaining();
    }

    /** Whether nothing more comes from the source. */
    boolean restIsHere() {
        return last;
    }

    /** Whether nothing more of it is sent. */
    boolean over() {
        return state == State.FAILED || state == State.DONE;
    }

    /** Whether there is something to write: content, its end, or the news that it was given up. */
    boolean hasWork() {
        return over() ? written > 0 : last || available() > 0;
    }

    void wrote(int octets) {
        data.position(data.position() + octets);
        written += octets;
        pull();
    }

    /** Asks the source for more when there is none. */
    void pull() {
        if (!last && !pulling && !over() && !data.hasRemaining()) {
            pulling = true;
            message.content().pull(PULLED, this);
        }
    }

    @Override
    public void take(ByteBuffer piece, boolean isLast) {
        session.execute(() -> {
            pulling = false;
            data = piece;
            last = isLast;
            long known = written + piece.remaining();
            if (total != ByteRange.UNKNOWN && (known > total || (isLast && known < total))) {
                fail("the content has not the length that was said");
            } else if (!isLast && !piece.hasRemaining()) {
                pull();
            }
            queue.ready();
        });
    }

    @Override
    public void fail(String why) {
        session.execute(() -> {
            failed(new MsrpStatus(408, why));
            queue.ready();
        });
    }

    void chunkStarted() {
        unanswered++;
    }

    /** @param range what the chunk carried */
    void chunkAnswered(ByteRange range, MsrpStatus status) {
        unanswered--;
        if (status.ok()) {
            if (isBulk()) {
                acknowledge(range);
            }
            checkSent();
        } else {
            failed(status);
        }
    }

    private void acknowledge(ByteRange range) {
        Ranges known = acknowledged == null ? new Ranges() : acknowledged;
        acknowledged = known;
        known.add(range.start(), range.end());
        long octets = known.upTo();
        tell(l -> l.acknowledged(octets));
    }

    void allWritten() {
        state = State.WRITTEN;
        checkSent();
    }

    private void checkSent() {
        if (state == State.WRITTEN && (unanswered == 0 || message.failureReport() != FailureReport.YES)) {
            state = State.SENT;
            session.counters().sent();
            tell(SendListener::sent);
            queue.sent(this);
            checkDelivered();
        }
    }

    /** RFC 4975 7.3.2: a REPORT is as good as a response. */
    void reported(ByteRange range, MsrpStatus status) {
        tell(l -> l.reported(range, status));
        if (!status.ok()) {
            failed(status);
            return;
        }
        long end = range.end() == ByteRange.UNKNOWN ? Long.MAX_VALUE : range.end();
        if (message.successReport() && delivered.add(range.start(), end)) {
            successReported = true;
            checkDelivered();
        }
    }

    private void checkDelivered() {
        if (state == State.SENT && successReported && delivered.cover(written)) {
            state = State.DONE;
            tell(SendListener::delivered);
            queue.forget(this);
        }
    }

    void failed(MsrpStatus status) {
        if (!over()) {
            state = State.FAILED;
            session.counters().failed();
            tell(l -> l.failed(status));
            queue.gaveUp(this);
        }
    }

    /** Nothing more will be heard of it. */
    void forgotten() {
        if (state == State.SENT) {
            state = State.DONE;
            if (message.successReport()) {
                tell(SendListener::unreported);
            }
            queue.forget(this);
        } else {
            failed(new MsrpStatus(481, "the session ended first"));
        }
    }

    private void tell(Consumer<SendListener> what) {
        session.mailbox().post(() -> what.accept(listener));
    }
}
