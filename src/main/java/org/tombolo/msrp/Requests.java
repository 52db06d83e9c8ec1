package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.ContinuationFlag;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.FrameHandler;
import org.tombolo.msrp.wire.FrameWriter;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpRequest;
import org.tombolo.msrp.wire.MsrpResponse;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.MsrpSyntaxException;
import org.tombolo.msrp.wire.SendHead;
import org.tombolo.msrp.wire.UseNickname;

/** What is done with the frames of one connection (RFC 4975 7.3). */
final class Requests implements FrameHandler {
    /** For a body that nobody wants. */
    static final Body NOBODY = new Body() {
        @Override
        public void content(ByteBuffer part) {}

        @Override
        public void end(ContinuationFlag flag) {}

        @Override
        public void lost() {}
    };

    private final Connection connection;
    private final Core core;
    private Body body = NOBODY;

    /** Where the body of the request goes that is being read. */
    interface Body {
        void content(ByteBuffer part);

        void end(ContinuationFlag flag);

        /** The connection ended in the middle of it. */
        void lost();
    }

    Requests(Connection connection, Core core) {
        this.connection = connection;
        this.core = core;
    }

    @Override
    public void request(MsrpRequest request, boolean hasBody) {
        body = NOBODY;
        switch (request.method()) {
            case MsrpRequest.SEND -> send(request, hasBody);
            case MsrpRequest.REPORT -> report(request);
            case MsrpRequest.NICKNAME -> nickname(request);
            default -> refuse(request, MsrpStatus.UNKNOWN_METHOD);
        }
    }

    private void send(MsrpRequest request, boolean hasBody) {
        Optional<EndpointSession> session = bound(request);
        if (session.isEmpty()) {
            return;
        }
        try {
            SendHead head = SendHead.of(request);
            body = hasBody ? session.get().inbox().chunk(request, head) : keepAlive(request, head);
        } catch (MsrpSyntaxException e) {
            refuse(request, new MsrpStatus(400, String.valueOf(e.getMessage())));
        }
    }

    /** The session that a request is for, bound to this connection; empty when the request has been refused. */
    private Optional<EndpointSession> bound(MsrpRequest request) {
        Optional<EndpointSession> session = session(request);
        MsrpStatus bound = session.map(s -> s.bind(connection)).orElse(MsrpStatus.NO_SESSION);
        if (!bound.ok()) {
            refuse(request, bound);
            return Optional.empty();
        }
        return session;
    }

    /** RFC 7701 7.1: the owner of the session knows who else has the nickname. */
    private void nickname(MsrpRequest request) {
        Optional<EndpointSession> session = bound(request);
        if (session.isEmpty()) {
            return;
        }
        try {
            String nickname = UseNickname.parse(request.header(UseNickname.NAME).orElse(""));
            session.get().nicknameWanted(nickname, status -> named(request, status));
        } catch (MsrpSyntaxException e) {
            refuse(request, MsrpStatus.MALFORMED_NICKNAME);
        }
    }

    private void named(MsrpRequest request, MsrpStatus status) {
        if (status.code() == MsrpStatus.UNKNOWN_METHOD.code()) {
            refuse(request, status);
        } else {
            respond(connection, request, FailureReport.YES, status);
        }
    }

    /** RFC 4975 7.3: it has our URI and no other one. The session id is what proves that it is meant for us. */
    private Optional<EndpointSession> session(MsrpRequest request) {
        return request.to().hops().size() == 1
                ? core.directory().find(request.to().first().sessionId())
                : Optional.empty();
    }

    /** RFC 4975 7.1: a request without a body says nothing to the user; it opens a connection, or keeps it open. */
    private Body keepAlive(MsrpRequest request, SendHead head) {
        return new Body() {
            @Override
            public void content(ByteBuffer part) {}

            @Override
            public void end(ContinuationFlag flag) {
                respond(connection, request, head.failureReport(), MsrpStatus.OK);
            }

            @Override
            public void lost() {}
        };
    }

    /** RFC 4975 7.1.2, 7.3.2: never answered, and ignored when it belongs to nothing. */
    private void report(MsrpRequest request) {
        try {
            Optional<EndpointSession> session = session(request).filter(s -> s.isBoundTo(connection));
            Optional<String> status = request.header("Status");
            Optional<String> messageId = request.header("Message-ID");
            if (session.isPresent() && status.isPresent() && messageId.isPresent()) {
                Optional<String> range = request.header("Byte-Range");
                session.get()
                        .sendQueue()
                        .report(
                                messageId.get(),
                                range.isPresent() ? ByteRange.parse(range.get()) : ByteRange.FIRST,
                                MsrpStatus.parseReported(status.get()));
            }
        } catch (MsrpSyntaxException e) {
            connection.error();
        }
    }

    private void refuse(MsrpRequest request, MsrpStatus status) {
        respond(connection, request, wish(request.headers()), status);
        connection.error();
    }

    private static FailureReport wish(List<MsrpHeader> headers) {
        boolean none = headers.stream()
                .anyMatch(h -> h.is("Failure-Report") && h.value().equalsIgnoreCase("no"));
        return none ? FailureReport.NO : FailureReport.YES;
    }

    /** RFC 4975 7.2: a response to SEND goes one hop back, one to another method all the way. */
    static void respond(Connection connection, MsrpRequest request, FailureReport wish, MsrpStatus status) {
        if (wish.wants(status)) {
            boolean send = request.method().equals(MsrpRequest.SEND);
            MsrpPath to = send ? MsrpPath.of(request.from().first()) : request.from();
            MsrpPath from = MsrpPath.of(request.to().first());
            connection.send(FrameWriter.response(new MsrpResponse(request.transaction(), status, to, from, List.of())));
        }
    }

    @Override
    public void malformed(String transaction, List<MsrpHeader> headers, String why) {
        body = NOBODY;
        Optional<MsrpPath> from = path(headers, "From-Path");
        Optional<MsrpPath> to = path(headers, "To-Path");
        if (from.isPresent() && to.isPresent()) {
            MsrpStatus status = new MsrpStatus(400, why.replaceAll("\\p{Cntrl}", " "));
            respond(
                    connection,
                    new MsrpRequest(transaction, MsrpRequest.SEND, to.get(), from.get(), List.of()),
                    wish(headers),
                    status);
        }
        connection.error();
    }

    private static Optional<MsrpPath> path(List<MsrpHeader> headers, String name) {
        for (MsrpHeader header : headers) {
            if (header.is(name)) {
                try {
                    return Optional.of(MsrpPath.parse(header.value()));
                } catch (MsrpSyntaxException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void content(ByteBuffer part) {
        body.content(part);
    }

    @Override
    public void end(ContinuationFlag flag) {
        Body ended = body;
        body = NOBODY;
        ended.end(flag);
    }

    @Override
    public void response(MsrpResponse response) {
        connection.thread().transactions.response(connection, response);
    }

    /** The connection is gone. */
    void abandon() {
        Body left = body;
        body = NOBODY;
        left.lost();
    }
}
