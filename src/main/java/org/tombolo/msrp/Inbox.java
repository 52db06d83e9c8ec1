package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.ContinuationFlag;
import org.tombolo.msrp.wire.MsrpRequest;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.SendHead;

/** The messages that one session receives, put together from their chunks (RFC 4975 7.3.1). For the thread of its connection. */
final class Inbox {
    private static final int MOST_INCOMPLETE = 16;

    private final EndpointSession session;
    private final Connection connection;
    private @Nullable Map<String, Incoming> incomplete;

    Inbox(EndpointSession session, Connection connection) {
        this.session = session;
        this.connection = connection;
    }

    /** A chunk comes; tells where its body goes. */
    Requests.Body chunk(MsrpRequest request, SendHead head) {
        Incoming known = incomplete == null ? null : incomplete.get(head.messageId());
        if (known != null) {
            return new Chunk(known, request, head);
        }
        MsrpStatus refusal = refusal(head);
        if (!refusal.ok()) {
            Requests.respond(connection, request, head.failureReport(), refusal);
            session.trace("refused " + head.messageId() + ": " + refusal.text());
            return Requests.NOBODY;
        }
        Incoming message = new Incoming(session, connection, this, request, head);
        add(message);
        message.announce();
        return new Chunk(message, request, head);
    }

    private MsrpStatus refusal(SendHead head) {
        if (incomplete != null && incomplete.size() >= MOST_INCOMPLETE) {
            connection.error();
            return new MsrpStatus(413, "too many messages at a time");
        }
        if (!session.takes(head.contentType().orElse(""))) {
            return MsrpStatus.UNSUPPORTED_TYPE;
        }
        return head.range().total() > session.maxSize() ? MsrpStatus.STOP_SENDING : MsrpStatus.OK;
    }

    private void add(Incoming message) {
        if (incomplete == null) {
            incomplete = new LinkedHashMap<>();
        }
        incomplete.put(message.id(), message);
    }

    void remove(Incoming message) {
        if (incomplete != null) {
            incomplete.remove(message.id(), message);
            // Idle sessions are many: an empty map is no map.
            incomplete = incomplete.isEmpty() ? null : incomplete;
        }
    }

    /** Nothing more can be taken of what is arriving. */
    void stop(MsrpStatus why) {
        if (incomplete != null) {
            List.copyOf(incomplete.values()).forEach(message -> message.refusedByUs(why));
        }
    }

    /** The session is over. */
    void close() {
        if (incomplete != null) {
            List.copyOf(incomplete.values()).forEach(message -> message.stop("the session is over"));
        }
    }

    /** One SEND that is being read. */
    private static final class Chunk implements Requests.Body {
        private final Incoming message;
        private final MsrpRequest request;
        private final SendHead head;
        private long position;
        private boolean answered;

        Chunk(Incoming message, MsrpRequest request, SendHead head) {
            this.message = message;
            this.request = request;
            this.head = head;
            this.position = head.range().start() - 1;
            message.chunkStarts(head.range());
            answerRefusal();
        }

        @Override
        public void content(ByteBuffer part) {
            long end = position + part.remaining();
            if (head.range().end() != ByteRange.UNKNOWN && end > head.range().end()) {
                message.lied("more octets than Byte-Range says");
            }
            message.data(position, part);
            position = end;
            answerRefusal();
        }

        /** A refusal is told at once: the sender stops then (RFC 4975 7.1.1, 10.5). */
        private void answerRefusal() {
            if (!answered && message.isRefused()) {
                answered = true;
                message.respond(request, message.refusal());
            }
        }

        @Override
        public void end(ContinuationFlag flag) {
            message.chunkEnded(request, head.range().start(), position, flag);
            answerRefusal();
            if (!answered && !message.isComplete()) {
                message.respond(request, MsrpStatus.OK);
            }
            message.forgetIfOver(flag);
        }

        @Override
        public void lost() {}
    }
}
