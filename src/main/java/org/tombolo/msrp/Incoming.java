package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.ContinuationFlag;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.FrameWriter;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpRequest;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.SendHead;

/**
 * One message that arrives. ARRIVING -> COMPLETE -> ANSWERED; REFUSED and STOPPED are reached from the first two. What the
 * consumer calls is safe for all threads; the rest runs on the thread of the connection.
 */
final class Incoming implements IncomingMessage {
    private enum State {
        ARRIVING,
        /** All is there; the consumer has to say what becomes of it. */
        COMPLETE,
        /** The consumer has taken it. */
        ANSWERED,
        /** We or the consumer do not want it. */
        REFUSED,
        /** The sender gave it up, or the session is over. */
        STOPPED
    }

    private final EndpointSession session;
    private final Connection connection;
    private final Inbox inbox;
    private final SendHead head;
    private final MsrpPath sender;
    private final Ranges ranges = new Ranges();
    private State state = State.ARRIVING;
    private MsrpStatus refusal = MsrpStatus.OK;
    private @Nullable MessageSink sink;
    private @Nullable MsrpRequest unanswered;
    private long total;

    Incoming(EndpointSession session, Connection connection, Inbox inbox, MsrpRequest request, SendHead head) {
        this.session = session;
        this.connection = connection;
        this.inbox = inbox;
        this.head = head;
        this.sender = request.from();
        this.total = head.range().total();
    }

    @Override
    public String id() {
        return head.messageId();
    }

    @Override
    public String contentType() {
        return head.contentType().orElse("");
    }

    @Override
    public List<MsrpHeader> headers() {
        return head.others();
    }

    @Override
    public OptionalLong size() {
        long said = head.range().total();
        return said == ByteRange.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(said);
    }

    @Override
    public boolean wantsSuccessReport() {
        return head.successReport();
    }

    @Override
    public void consumed(int octets) {
        session.window().consumed(octets, connection);
    }

    @Override
    public void accept() {
        session.execute(() -> {
            if (state == State.COMPLETE && unanswered != null) {
                state = State.ANSWERED;
                session.counters().received();
                respond(unanswered, MsrpStatus.OK);
                unanswered = null;
            }
        });
    }

    @Override
    public void refuse(MsrpStatus status) {
        session.execute(() -> {
            if (state == State.COMPLETE && unanswered != null) {
                state = State.REFUSED;
                respond(unanswered, status);
                unanswered = null;
            } else {
                refusedByUs(status);
            }
        });
    }

    @Override
    public void report(MsrpStatus status) {
        session.execute(() -> {
            // RFC 4975 7.1.3, 7.1.4: success is reported to who asked for it, failure to who did not forbid it.
            boolean wanted = status.ok() ? head.successReport() : head.failureReport() != FailureReport.NO;
            if (wanted && (state == State.ANSWERED || state == State.COMPLETE)) {
                ByteRange whole = new ByteRange(1, total, total);
                connection.send(FrameWriter.report(
                        session.ids().transaction(),
                        sender,
                        MsrpPath.of(session.uri()),
                        head.messageId(),
                        whole,
                        status));
            }
        });
    }

    /** Tells the session's owner of it. */
    void announce() {
        connection.thread().incomplete.start(this);
        session.mailbox().post(() -> {
            try {
                sink = session.listener().incoming(this);
            } catch (RuntimeException e) {
                refuse(new MsrpStatus(403, "it cannot be taken"));
                throw e;
            }
        });
    }

    /** What is left of it is not wanted. */
    void refusedByUs(MsrpStatus status) {
        if (state != State.ARRIVING) {
            return;
        }
        state = State.REFUSED;
        refusal = status;
        connection.thread().incomplete.start(this);
        abort(status.text());
    }

    boolean isRefused() {
        return state == State.REFUSED;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    MsrpStatus refusal() {
        return refusal;
    }

    void respond(MsrpRequest request, MsrpStatus status) {
        Requests.respond(connection, request, head.failureReport(), status);
        if (!status.ok()) {
            session.trace("refused " + id() + ": " + status.text());
        }
    }

    void chunkStarts(ByteRange range) {
        if (total == ByteRange.UNKNOWN) {
            total = range.total();
        } else if (range.total() != ByteRange.UNKNOWN && range.total() != total) {
            lied("chunks of one message name different sizes");
        }
    }

    /** The message contradicts itself; what is left of it is not wanted. */
    void lied(String how) {
        refusedByUs(new MsrpStatus(400, how));
    }

    void data(long offset, ByteBuffer part) {
        long end = offset + part.remaining();
        if (total != ByteRange.UNKNOWN && end > total) {
            lied("more octets than the message is said to have");
        } else if (end > session.maxSize()) {
            refusedByUs(MsrpStatus.STOP_SENDING);
        }
        if (state != State.ARRIVING) {
            return;
        }
        if (!session.window().take(part.remaining(), connection, session)) {
            refusedByUs(new MsrpStatus(413, "the receiver is too slow"));
            return;
        }
        connection.thread().incomplete.start(this);
        byte[] own = new byte[part.remaining()];
        part.get(own);
        tell(to -> to.part(offset, ByteBuffer.wrap(own)), own.length);
    }

    private interface Step {
        void run(MessageSink sink);
    }

    private void tell(Step step, int octets) {
        session.mailbox().post(() -> {
            if (sink != null) {
                step.run(sink);
            } else {
                consumed(octets);
            }
        });
    }

    /** @param position how many octets there are up to the end of the chunk */
    void chunkEnded(MsrpRequest request, long start, long position, ContinuationFlag flag) {
        if (state != State.ARRIVING) {
            return;
        }
        if (flag == ContinuationFlag.ABORTED) {
            stop("the sender gave it up");
        } else if (flag == ContinuationFlag.COMPLETE && total != ByteRange.UNKNOWN && total != position) {
            lied("the message ends before its size");
        } else if (!ranges.add(start, position)) {
            lied("too many gaps");
        } else {
            total = flag == ContinuationFlag.COMPLETE ? position : total;
            if (total != ByteRange.UNKNOWN && ranges.cover(total)) {
                complete(request);
            }
        }
    }

    private void complete(MsrpRequest request) {
        state = State.COMPLETE;
        unanswered = request;
        connection.thread().incomplete.stop(this);
        inbox.remove(this);
        session.trace("received " + id() + ", " + contentType() + ", " + total + " octets");
        long size = total;
        tell(to -> to.complete(size), 0);
    }

    /** A message that is over but not complete is remembered until its sender has seen that. */
    void forgetIfOver(ContinuationFlag flag) {
        if (flag != ContinuationFlag.MORE && state != State.ARRIVING) {
            inbox.remove(this);
            connection.thread().incomplete.stop(this);
        }
    }

    /** Nothing came for too long. */
    void paused() {
        inbox.remove(this);
        stop("the rest did not come in time");
    }

    void stop(String why) {
        if (state == State.ARRIVING || state == State.COMPLETE) {
            boolean wasArriving = state == State.ARRIVING;
            state = State.STOPPED;
            connection.thread().incomplete.stop(this);
            if (wasArriving) {
                abort(why);
            }
        }
    }

    private void abort(String why) {
        tell(to -> to.aborted(why), 0);
    }
}
