package org.tombolo.launcher;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** SIP messages as text: some requests, and what stands in an answer. */
final class SipText {
    private SipText() {}

    /** An offer of H.264 video to alice's browser. {@code via} is transport and host, such as {@code UDP 127.0.0.9:5060}. */
    static String invite(String via) {
        String host = via.substring(via.indexOf(' ') + 1);
        String address = host.replaceAll("^\\[|]?:\\d+$", "");
        String net = "IN IP" + (address.contains(":") ? "6 " : "4 ") + address;
        String sdp = String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 " + net,
                "s=-",
                "c=" + net,
                "t=0 0",
                "m=video 40000 RTP/AVP 96",
                "a=rtpmap:96 H264/90000",
                "a=fmtp:96 profile-level-id=42e01e;packetization-mode=1",
                "a=sendonly",
                "");
        return request("INVITE", "sip:alice@ims.localhost", via)
                + "Contact: <sip:bob@" + host + (via.startsWith("TLS") ? ";transport=tls" : "") + ">\r\n"
                + "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp;
    }

    static String options(String via) {
        return request("OPTIONS", "sip:ims.localhost", via) + "Content-Length: 0\r\n\r\n";
    }

    private static String request(String method, String uri, String via) {
        return String.join(
                "\r\n",
                method + " " + uri + " SIP/2.0",
                "Via: SIP/2.0/" + via + ";branch=z9hG4bK" + UUID.randomUUID() + ";rport",
                "Max-Forwards: 70",
                "From: <sip:bob@ims.localhost>;tag=" + UUID.randomUUID(),
                "To: <" + uri + ">",
                "Call-ID: " + UUID.randomUUID(),
                "CSeq: 1 " + method,
                "");
    }

    /** The ACK of a 2xx, or the BYE after it. */
    static String inDialog(String method, String invite, String answer, String via) {
        String target = header(answer, "Contact").replaceAll(".*<(.*)>.*", "$1");
        return String.join(
                "\r\n",
                method + " " + target + " SIP/2.0",
                "Via: SIP/2.0/" + via + ";branch=z9hG4bK" + UUID.randomUUID() + ";rport",
                "Max-Forwards: 70",
                "From: " + header(invite, "From"),
                "To: " + header(answer, "To"),
                "Call-ID: " + header(invite, "Call-ID"),
                "CSeq: " + (method.equals("ACK") ? 1 : 2) + " " + method,
                "Content-Length: 0",
                "",
                "");
    }

    /** The first header of a name, empty when there is none. */
    static String header(String message, String name) {
        return line(message, name.toLowerCase(Locale.ROOT) + ":");
    }

    /** Address of the session description's connection line. */
    static String connection(String message) {
        return line(message, "c=in ").replaceFirst("^IP[46] ", "");
    }

    /** A host as it stands in a URI: an IPv6 address in brackets (RFC 3261 25.1). */
    static String uriHost(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String line(String message, String start) {
        List<String> lines = message.lines().toList();
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }
}
