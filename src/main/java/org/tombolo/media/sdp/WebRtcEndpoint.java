package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Our end of a WebRTC session, as the answer describes it.
 *
 * @param transport our credentials and fingerprint
 * @param candidates values of {@code a=candidate} lines (RFC 8839 5.1), the default one first
 * @param host address of the default candidate
 * @param port its port
 * @param session id of the session in {@code o=}
 * @param cname our canonical name in RTCP (RFC 7022)
 */
public record WebRtcEndpoint(
        WebRtcTransport transport, List<String> candidates, String host, int port, long session, String cname) {

    public WebRtcEndpoint {
        candidates = List.copyOf(candidates);
    }

    String origin() {
        return "- " + session + " 1 IN IP4 127.0.0.1"; // RFC 9429 5.2.1: the address says nothing
    }

    Connection connection() {
        return new Connection(host);
    }

    /** The lines of a stream that describe its transport. */
    List<Attribute> attributes() {
        List<Attribute> lines = new ArrayList<>(ice());
        lines.add(new Attribute("fingerprint", transport.hash() + " " + transport.fingerprint()));
        lines.add(new Attribute("setup", "passive"));
        return lines;
    }

    /** Those of ICE alone. */
    List<Attribute> ice() {
        List<Attribute> lines = new ArrayList<>();
        lines.add(new Attribute("ice-ufrag", transport.ufrag()));
        lines.add(new Attribute("ice-pwd", transport.password()));
        candidates.forEach(candidate -> lines.add(new Attribute("candidate", candidate)));
        lines.add(Attribute.property("end-of-candidates"));
        return lines;
    }
}
