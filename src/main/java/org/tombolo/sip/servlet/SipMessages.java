package org.tombolo.sip.servlet;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.trace.SessionId;

/** Puts our replies, headers and bodies into the container's messages. */
final class SipMessages {
    private static final Logger LOG = LoggerFactory.getLogger(SipMessages.class);

    private SipMessages() {}

    /** Answers a request of a session, and records it. One that is answered already, or whose dialog is gone, stays as it is. */
    static void answer(SipServletRequest request, SipReply reply, SessionId session, SipTrace trace) {
        try {
            SipServletResponse response = response(request, reply);
            response.send();
            trace.sent(session, response);
        } catch (IOException | IllegalStateException e) {
            LOG.warn("cannot answer {} with {}: {}", request.getMethod(), reply.status(), e.toString());
        }
    }

    static SipServletResponse response(SipServletRequest request, SipReply reply) {
        SipServletResponse response = reply.reason().isEmpty()
                ? request.createResponse(reply.status())
                : request.createResponse(reply.status(), reply.reason());
        return withBody(withHeaders(response, reply.headers()), reply.body());
    }

    static <M extends SipServletMessage> M withHeaders(M message, List<Header> headers) {
        for (Header header : headers) {
            if (header.name().equals("Contact") && isTag(header.value())) {
                feature(message, header.value());
            } else {
                message.addHeader(header.name(), header.value());
            }
        }
        return message;
    }

    // A Contact of a redirection (RFC 3261 8.1.3.4) is an address.
    private static boolean isTag(String value) {
        return value.indexOf(':') < 0;
    }

    /** JSR 289 4.1.3: of the Contact that the container writes, the parameters are ours. */
    private static void feature(SipServletMessage message, String tag) {
        try {
            Address contact = message.getAddressHeader("Contact");
            if (contact != null) {
                String[] pair = tag.split("=", 2);
                contact.setParameter(pair[0], pair.length == 2 ? pair[1] : "");
            }
        } catch (ServletParseException e) {
            throw new IllegalStateException("the container's own Contact cannot be read", e);
        }
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
