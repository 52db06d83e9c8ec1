package org.tombolo.web.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.web.Refusal;

/** Offer, answer and ICE over HTTP, as WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-03) have them alike. */
final class WebRtcHttp {
    static final String SDP = "application/sdp";
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private static final int LONGEST = 64 << 10;

    private WebRtcHttp() {}

    /** A body of that type and of a bounded length. */
    static String body(HttpServletRequest request, String type) throws IOException {
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

    /** The offer was taken (RFC 9725 4.2). */
    static void created(HttpServletResponse response, String session, WebRtcConnection connection, String answer)
            throws IOException {
        response.setStatus(201);
        response.setHeader("Location", session);
        response.setHeader("ETag", tag(connection));
        response.setHeader("Accept-Patch", FRAGMENT);
        write(response, SDP, answer);
    }

    /** Candidates of the browser's, for which an ICE-lite agent has no use, or an ICE restart. */
    static void patch(HttpServletRequest request, HttpServletResponse response, WebRtcConnection connection)
            throws IOException {
        String text = body(request, FRAGMENT);
        precondition(request, connection);
        Optional<String> restarted = connection.update(fragment(text));
        if (restarted.isEmpty()) {
            response.setStatus(204);
            return;
        }
        response.setHeader("ETag", tag(connection));
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
    private static void precondition(HttpServletRequest request, WebRtcConnection connection) {
        String match = request.getHeader("If-Match");
        if (match == null) {
            throw Refusal.of(428, "PRECONDITION_REQUIRED", "If-Match must name the ICE session, or * to restart it");
        }
        if (!match.trim().equals("*") && !match.trim().equals(tag(connection))) {
            throw Refusal.of(412, "this is no longer the ICE session");
        }
    }

    private static String tag(WebRtcConnection connection) {
        return '"' + connection.iceSession() + '"';
    }

    static void allowed(HttpServletResponse response, String methods) {
        response.setHeader("Allow", methods);
        response.setStatus(200);
    }

    static Refusal notAllowed(String methods) {
        return Refusal.of(405, "only " + methods).with("Allow", methods);
    }

    private static void write(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
