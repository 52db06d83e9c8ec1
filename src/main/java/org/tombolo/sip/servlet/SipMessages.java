package org.tombolo.sip.servlet;

import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;

/** Puts our replies, headers and bodies into the container's messages. */
final class SipMessages {
    private SipMessages() {}

    static SipServletResponse response(SipServletRequest request, SipReply reply) {
        SipServletResponse response = reply.reason().isEmpty()
                ? request.createResponse(reply.status())
                : request.createResponse(reply.status(), reply.reason());
        return withBody(withHeaders(response, reply.headers()), reply.body());
    }

    static <M extends SipServletMessage> M withHeaders(M message, List<Header> headers) {
        for (Header header : headers) {
            message.addHeader(header.name(), header.value());
        }
        return message;
    }

    static <M extends SipServletMessage> M withReason(M message, String reason) {
        return reason.isEmpty() ? message : withHeaders(message, List.of(new Header("Reason", reason)));
    }

    static <M extends SipServletMessage> M withBody(M message, Optional<Body> body) {
        body.ifPresent(b -> setContent(message, b));
        return message;
    }

    private static void setContent(SipServletMessage message, Body body) {
        try {
            message.setContent(body.bytes(), body.type());
            if (!body.language().isEmpty()) {
                message.setHeader("Content-Language", body.language());
            }
        } catch (UnsupportedEncodingException e) {
            throw new IllegalArgumentException("the container cannot write a body of " + body.type(), e);
        }
    }
}
