package org.tombolo.media.rtsp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tombolo.media.rtsp.RtspRequest.Target;

/**
 * Answers one client's requests (RFC 2326 10). It has at most one session, which ends with its connection: live shares have nothing
 * that a client could come back to. On the server's thread.
 */
final class RtspDialog {
    /** RFC 2326 12.37: a session without a sign of life for so long is over. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final String METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER";

    private final RtspServer server;
    private final RtspConnection connection;
    private final InetAddress player;
    private Optional<RtspSession> session = Optional.empty();

    RtspDialog(RtspServer server, RtspConnection connection, InetAddress player) {
        this.server = server;
        this.connection = connection;
        this.player = player;
    }

    RtspReply handle(RtspRequest request) {
        RtspReply reply = answer(request);
        request.header("cseq").filter(c -> c.length() <= 32).ifPresent(c -> reply.with("CSeq", c));
        return reply;
    }

    private RtspReply answer(RtspRequest request) {
        if (!request.version().equals("RTSP/1.0")) {
            return RtspReply.of(505, "RTSP Version not supported");
        }
        if (request.number("cseq").isEmpty()) {
            return RtspReply.of(400, "Bad Request: no CSeq");
        }
        if (request.header("require").isPresent()) {
            return RtspReply.of(551, "Option not supported")
                    .with("Unsupported", request.header("require").get());
        }
        boolean named = request.header("session").isPresent();
        if (named && session.filter(s -> names(request, s)).isEmpty()) {
            return RtspReply.of(454, "Session Not Found");
        }
        return method(request);
    }

    private static boolean names(RtspRequest request, RtspSession session) {
        String value = request.header("session").orElse("");
        return value.split(";", 2)[0].trim().equals(session.id());
    }

    private RtspReply method(RtspRequest request) {
        return switch (request.method()) {
            case "OPTIONS" -> RtspReply.ok().with("Public", METHODS);
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setup(request);
            case "PLAY" -> play(request);
            case "TEARDOWN" -> teardown();
            case "GET_PARAMETER" -> parameter(request);
            case "PAUSE", "SET_PARAMETER", "ANNOUNCE", "RECORD" ->
                RtspReply.of(405, "Method Not Allowed").with("Allow", METHODS);
            default -> RtspReply.of(501, "Not Implemented").with("Public", METHODS);
        };
    }

    /** RFC 2326 10.8: without a body it only tells that the client is there. */
    private static RtspReply parameter(RtspRequest request) {
        boolean asks = request.number("content-length").orElse(0) > 0;
        return asks ? RtspReply.of(451, "Parameter Not Understood") : RtspReply.ok();
    }

    private RtspReply describe(RtspRequest request) {
        Optional<Target> target = request.target();
        if (target.isEmpty()) {
            return RtspReply.of(404, "Not Found");
        }
        if (request.header("accept")
                .filter(a -> !a.contains("sdp") && !a.contains("*"))
                .isPresent()) {
            return RtspReply.of(406, "Not Acceptable");
        }
        RtspSources.Found found = find(target.get());
        if (found instanceof RtspSources.Refused refused) {
            return RtspReply.of(refused.status(), refused.reason());
        }
        RtspSource source = ((RtspSources.Source) found).source();
        return RtspReply.ok()
                .with("Content-Base", request.uri().split("\\?", 2)[0] + "/")
                .with("Cache-Control", "no-cache")
                .body("application/sdp", Sdp.of(source, request.uri(), target.get()));
    }

    private RtspSources.Found find(Target target) {
        return server.sources().find(target.share(), target.token());
    }

    private RtspReply setup(RtspRequest request) {
        Optional<Target> target = request.target();
        if (target.isEmpty() || target.get().track() < 0) {
            return RtspReply.of(404, "Not Found");
        }
        Optional<Transport> transport = Transport.choose(
                request.header("transport").orElse(""), target.get().track());
        if (transport.isEmpty()) {
            return RtspReply.of(461, "Unsupported Transport");
        }
        if (session.isPresent()) {
            return add(session.get(), target.get(), transport.get());
        }
        RtspSources.Found found = find(target.get());
        if (found instanceof RtspSources.Refused refused) {
            return RtspReply.of(refused.status(), refused.reason());
        }
        return begin(((RtspSources.Source) found).source(), target.get(), transport.get());
    }

    private RtspReply begin(RtspSource source, Target target, Transport transport) {
        RtspSession made = new RtspSession(server.newId(), target.share(), source, player, server.random());
        if (!made.has(target.track())) {
            return RtspReply.of(404, "Not Found");
        }
        if (!server.admit()) {
            return RtspReply.of(503, "Service Unavailable").with("Retry-After", "10");
        }
        session = Optional.of(made);
        return add(made, target, transport);
    }

    private RtspReply add(RtspSession to, Target target, Transport transport) {
        if (to.isPlaying() || !to.share().equals(target.share())) {
            return invalid();
        }
        if (!to.has(target.track())) {
            return RtspReply.of(404, "Not Found");
        }
        if (to.collides(target.track(), transport)) {
            return RtspReply.of(461, "Unsupported Transport");
        }
        int ssrc = to.setup(target.track(), transport, connection);
        return inSession(RtspReply.ok().with("Transport", transport.answer(server.rtpPort(), ssrc)));
    }

    private RtspReply inSession(RtspReply reply) {
        return session.map(s -> reply.with("Session", s.id() + ";timeout=" + TIMEOUT.toSeconds()))
                .orElse(reply);
    }

    private static RtspReply invalid() {
        return RtspReply.of(455, "Method Not Valid in This State");
    }

    private RtspReply play(RtspRequest request) {
        if (session.isEmpty()) {
            return invalid();
        }
        RtspSession ours = session.get();
        if (!ours.isPlaying()) {
            ours.play(connection);
        }
        String base = request.uri().split("[?]|/track", 2)[0].replaceAll("/+$", "");
        return inSession(RtspReply.ok().with("Range", "npt=now-").with("RTP-Info", ours.rtpInfo(base)));
    }

    private RtspReply teardown() {
        if (session.isEmpty()) {
            return invalid();
        }
        end();
        return RtspReply.ok();
    }

    boolean hasSession() {
        return session.isPresent();
    }

    boolean isOver() {
        return session.filter(RtspSession::isOver).isPresent();
    }

    boolean pump(ByteBuffer buffer) {
        return session.filter(s -> s.pump(buffer)).isPresent();
    }

    void report(Instant now) {
        session.ifPresent(s -> s.report(now));
    }

    boolean isFrom(InetSocketAddress address) {
        return session.filter(s -> s.isFrom(address)).isPresent();
    }

    /** Ends the session. */
    void end() {
        session.ifPresent(s -> {
            s.end(connection);
            server.release();
        });
        session = Optional.empty();
    }
}
