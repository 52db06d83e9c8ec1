package org.tombolo.sip.servlet;

import java.util.Optional;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.tombolo.sip.SipReply;

/** What the containers' lenient parsers let through and we do not (RFC 4475 lists such messages). */
final class RequestCheck {
    private static final long CSEQ_LIMIT = 1L << 31;
    private static final int HOPS_LIMIT = 255;
    private static final int MOST_DIGITS = 12;
    private static final long EXPIRES_LIMIT = 1L << 32;

    private RequestCheck() {}

    /** The refusal that a malformed initial request gets. */
    static Optional<SipReply> refusal(SipServletRequest request, String topmostVia) {
        // RFC 3261 21.5.6. Restcomm says 2.0 whatever the request line says, so the sender's Via is asked too.
        String via = topmostVia.trim();
        if (!"SIP/2.0".equalsIgnoreCase(request.getProtocol()) || !via.regionMatches(true, 0, "SIP/2.0/", 0, 8)) {
            return refuse(505, "we speak SIP/2.0");
        }
        if (request.getRequestURI() instanceof SipURI uri
                && uri.getHeaderNames().hasNext()) {
            // RFC 3261 19.1.1, table 1: a Request-URI carries no headers.
            return refuse(400, "headers in the Request-URI");
        }
        return number(request, "CSeq", CSEQ_LIMIT) // RFC 3261 8.1.1.5
                .or(() -> number(request, "Max-Forwards", HOPS_LIMIT + 1L)) // RFC 3261 20.22
                .or(() -> number(request, "Expires", EXPIRES_LIMIT)) // RFC 3261 20.19
                .or(() -> contact(request));
    }

    private static Optional<SipReply> number(SipServletRequest request, String header, long limit) {
        String value = request.getHeader(header);
        if (value == null) {
            return Optional.empty();
        }
        String digits = firstWord(value.trim());
        boolean good = isNumber(digits) && Long.parseLong(digits) < limit;
        return good ? Optional.empty() : refuse(400, header + " is " + digits + ", but must be below " + limit);
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ';' && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static boolean isNumber(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits > 0 && digits == text.length() && digits <= MOST_DIGITS;
    }

    // RFC 3261 8.1.1.8: an INVITE has exactly one Contact.
    private static Optional<SipReply> contact(SipServletRequest request) {
        if (!request.getMethod().equals("INVITE")) {
            return Optional.empty();
        }
        try {
            return request.getAddressHeader("Contact") == null
                    ? refuse(400, "an INVITE without Contact")
                    : Optional.empty();
        } catch (ServletParseException e) {
            return refuse(400, "a Contact that is no address");
        }
    }

    private static Optional<SipReply> refuse(int status, String why) {
        return Optional.of(SipReply.refusal(status, why));
    }
}
