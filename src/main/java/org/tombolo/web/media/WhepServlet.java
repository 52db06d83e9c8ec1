package org.tombolo.web.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcResult;
import org.tombolo.web.Refusal;

/**
 * {@code /whep/{share}}: a share by WebRTC (draft-ietf-wish-whep-03). A session's URL is known to whoever made it alone, so that it
 * is all that PATCH and DELETE need.
 */
public final class WhepServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern ENDPOINT = Pattern.compile("/([A-Za-z0-9_-]{22})");
    private static final Pattern SESSION = Pattern.compile("/([A-Za-z0-9_-]{22})/([A-Za-z0-9_-]{24})");
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String RETRY_AFTER = "Retry-After";
    private static final int LONGEST = 64 << 10;

    private final transient Shares shares;
    private final transient MediaAccess access;

    public WhepServlet(Shares shares, MediaAccess access) {
        this.shares = shares;
        this.access = access;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        try {
            String path = Optional.ofNullable(request.getPathInfo()).orElse("");
            Matcher endpoint = ENDPOINT.matcher(path);
            Matcher session = SESSION.matcher(path);
            if (endpoint.matches()) {
                endpoint(request, response, endpoint.group(1));
            } else if (session.matches()) {
                session(request, response, session.group(1), session.group(2));
            } else {
                throw Refusal.of(404, "there is no such share");
            }
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        }
    }

    private void endpoint(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        switch (request.getMethod()) {
            case "POST" -> join(request, response, id);
            case "GET", "HEAD" -> response.setStatus(204);
            case "OPTIONS" -> {
                response.setHeader("Accept-Post", SDP);
                allowed(response, "GET, HEAD, OPTIONS, POST");
            }
            default -> throw notAllowed("GET, HEAD, OPTIONS, POST");
        }
    }

    private void session(HttpServletRequest request, HttpServletResponse response, String share, String id)
            throws IOException {
        WebRtcConnection viewer =
                shares.viewer(share, id).orElseThrow(() -> Refusal.of(404, "there is no such session"));
        switch (request.getMethod()) {
            case "PATCH" -> patch(request, response, viewer);
            case "DELETE" -> viewer.close("the browser left");
            case "GET", "HEAD" -> response.setStatus(204);
            case "OPTIONS" -> {
                response.setHeader("Accept-Patch", FRAGMENT);
                allowed(response, "DELETE, GET, HEAD, OPTIONS, PATCH");
            }
            default -> throw notAllowed("DELETE, GET, HEAD, OPTIONS, PATCH");
        }
    }

    private static void allowed(HttpServletResponse response, String methods) {
        response.setHeader("Allow", methods);
        response.setStatus(200);
    }

    private static Refusal notAllowed(String methods) {
        return Refusal.of(405, "only " + methods).with("Allow", methods);
    }

    private void join(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        Share share = shares.find(id).orElseThrow(Removal::noShare);
        String viewer = access.viewer(request, share).orElseThrow(Removal::noShare);
        String offer = body(request, SDP);
        switch (share.state()) {
            // draft-ietf-wish-whep-03, "Playback Session Setup"
            case WAITING -> throw Refusal.of(409, Problems.waiting(share)).with(RETRY_AFTER, "1");
            case ENDED, REFUSED -> throw Refusal.of(410, "the share is over: " + share.reason());
            case LIVE ->
                answer(
                        request,
                        response,
                        entered(
                                viewer,
                                id,
                                shares.watch(id, offer)
                                        .orElseThrow(() -> Refusal.of(410, "the share has just ended"))));
        }
    }

    private WebRtcResult entered(String viewer, String share, WebRtcResult result) {
        Audience audience = shares.audience(share).orElseThrow(Removal::noShare);
        if (result instanceof WebRtcResult.Accepted accepted) {
            WebRtcConnection connection = accepted.connection();
            boolean entered = audience.enter(
                    viewer,
                    Audience.Way.WEBRTC,
                    () -> shares.viewer(share, connection.id()).isPresent(),
                    () -> connection.close("the sharer has removed the viewer"));
            if (!entered) {
                throw Removal.refusal();
            }
        }
        return result;
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, WebRtcResult result)
            throws IOException {
        if (result instanceof WebRtcResult.Refused refused) {
            throw refusal(refused);
        }
        WebRtcResult.Accepted accepted = (WebRtcResult.Accepted) result;
        response.setStatus(201);
        response.setHeader(
                "Location",
                request.getRequestURI() + "/" + accepted.connection().id());
        response.setHeader("ETag", tag(accepted.connection()));
        response.setHeader("Accept-Patch", FRAGMENT);
        write(response, SDP, accepted.answer());
    }

    private static Refusal refusal(WebRtcResult.Refused refused) {
        return switch (refused.reason()) {
            case MALFORMED -> Refusal.of(400, refused.words());
            case NOTHING_IN_COMMON -> Refusal.of(422, refused.words());
            case FULL -> Refusal.of(503, refused.words()).with(RETRY_AFTER, "10");
        };
    }

    /** Candidates of the browser's, for which an ICE-lite agent has no use, or an ICE restart. */
    private static void patch(HttpServletRequest request, HttpServletResponse response, WebRtcConnection viewer)
            throws IOException {
        String text = body(request, FRAGMENT);
        precondition(request, viewer);
        Optional<String> restarted = viewer.update(fragment(text));
        if (restarted.isEmpty()) {
            response.setStatus(204);
            return;
        }
        response.setHeader("ETag", tag(viewer));
        write(response, FRAGMENT, restarted.get());
    }

    private static WebRtcFragment fragment(String text) {
        try {
            return WebRtcFragment.parse(text);
        } catch (SdpException e) {
            throw Refusal.of(400, "SDP: " + e.getMessage());
        }
    }

    /** RFC 9110 13.1.1, RFC 6585 3. */
    private static void precondition(HttpServletRequest request, WebRtcConnection viewer) {
        String match = request.getHeader("If-Match");
        if (match == null) {
            throw Refusal.of(428, "PRECONDITION_REQUIRED", "If-Match must name the ICE session, or * to restart it");
        }
        if (!match.trim().equals("*") && !match.trim().equals(tag(viewer))) {
            throw Refusal.of(412, "this is no longer the ICE session");
        }
    }

    private static String tag(WebRtcConnection viewer) {
        return '"' + viewer.iceSession() + '"';
    }

    private static String body(HttpServletRequest request, String type) throws IOException {
        String sent = Optional.ofNullable(request.getContentType()).orElse("");
        if (!sent.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(type)) {
            throw Refusal.of(415, "the body must be " + type);
        }
        InputStream in = request.getInputStream();
        byte[] octets = in.readNBytes(LONGEST + 1);
        if (octets.length > LONGEST) {
            throw Refusal.of(413, "the body is longer than " + LONGEST + " octets");
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static void write(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
