package org.tombolo.media.rtsp;

import java.nio.charset.StandardCharsets;

/** A response on its way (RFC 2326 7). */
final class RtspReply {
    private final StringBuilder head = new StringBuilder();
    private String body = "";

    private RtspReply(int status, String reason) {
        head.append("RTSP/1.0 ").append(status).append(' ').append(reason).append("\r\n");
    }

    static RtspReply ok() {
        return new RtspReply(200, "OK");
    }

    static RtspReply of(int status, String reason) {
        return new RtspReply(status, reason);
    }

    RtspReply with(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    RtspReply body(String type, String text) {
        body = text;
        return with("Content-Type", type);
    }

    /** The octets for the wire. */
    byte[] octets() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String length = content.length == 0 ? "" : "Content-Length: " + content.length + "\r\n";
        return (head + length + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }
}
