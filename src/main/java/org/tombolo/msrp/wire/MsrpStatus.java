package org.tombolo.msrp.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of a request (RFC 4975 10, RFC 4976 5.1, RFC 7701 10.3).
 *
 * @param code 100 to 999
 * @param comment words for a person, may be empty
 */
public record MsrpStatus(int code, String comment) {
    public static final MsrpStatus OK = new MsrpStatus(200, "OK");
    /** The request was not understood. */
    public static final MsrpStatus BAD_REQUEST = new MsrpStatus(400, "Bad Request");
    /** A relay asks for credentials. */
    public static final MsrpStatus UNAUTHORIZED = new MsrpStatus(401, "Unauthorized");
    /** What was asked for is not allowed. */
    public static final MsrpStatus FORBIDDEN = new MsrpStatus(403, "Forbidden");
    /** A later hop did not answer in time. */
    public static final MsrpStatus TIMEOUT = new MsrpStatus(408, "Request Timeout");
    /** The receiver wants no more of this message. */
    public static final MsrpStatus STOP_SENDING = new MsrpStatus(413, "Stop Sending Message");
    /** The receiver does not take this content. */
    public static final MsrpStatus UNSUPPORTED_TYPE = new MsrpStatus(415, "Unsupported Media Type");
    /** The recipient that the message names is nobody in the room (RFC 7701 6.2). */
    public static final MsrpStatus NO_RECIPIENT = new MsrpStatus(404, "Failure to Resolve Recipient's URI");
    /** What was asked for is no nickname (RFC 7701 7.1). */
    public static final MsrpStatus MALFORMED_NICKNAME = new MsrpStatus(424, "Malformed Nickname");
    /** Somebody else has the nickname (RFC 7701 7.1). */
    public static final MsrpStatus NICKNAME_IN_USE = new MsrpStatus(425, "Nickname Reserved or Already in Use");
    /** The recipient cannot take messages that are for her alone (RFC 7701 6.2). */
    public static final MsrpStatus NO_PRIVATE_MESSAGES = new MsrpStatus(428, "Private Messages Not Supported");
    /** A parameter is out of the bounds that the response names. */
    public static final MsrpStatus OUT_OF_BOUNDS = new MsrpStatus(423, "Parameter Out of Bounds");
    /** There is no such session here. */
    public static final MsrpStatus NO_SESSION = new MsrpStatus(481, "Session Does Not Exist");
    /** The method is not known. */
    public static final MsrpStatus UNKNOWN_METHOD = new MsrpStatus(501, "Unknown Method");
    /** The session is bound to another connection. */
    public static final MsrpStatus SESSION_IN_USE = new MsrpStatus(506, "Session Already in Use");

    private static final Pattern FORM = Pattern.compile("(\\d{3})(?: (.*))?");
    private static final Pattern NAMESPACED = Pattern.compile("(\\d{3}) (.*)");

    public MsrpStatus {
        if (code < 100 || code > 999) {
            throw new IllegalArgumentException("a status has three digits, not " + code);
        }
        if (comment.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a comment is one line");
        }
    }

    /**
     * Reads code and comment of a response.
     *
     * @throws MsrpSyntaxException when they are none
     */
    public static MsrpStatus parse(String text) throws MsrpSyntaxException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || text.startsWith("0")) {
            throw new MsrpSyntaxException("no status: " + MsrpSyntaxException.shortened(text));
        }
        String comment = parts.group(2) == null ? "" : parts.group(2).replaceAll("\\p{Cntrl}", " ");
        return new MsrpStatus(Integer.parseInt(parts.group(1)), comment);
    }

    /**
     * Reads the value of a Status header (RFC 4975 7.1.2): namespace 000 has the codes of responses.
     *
     * @throws MsrpSyntaxException when it is none, or of a namespace we do not know
     */
    public static MsrpStatus parseReported(String text) throws MsrpSyntaxException {
        Matcher parts = NAMESPACED.matcher(text);
        if (!parts.matches() || !parts.group(1).equals("000")) {
            throw new MsrpSyntaxException("no status of namespace 000: " + MsrpSyntaxException.shortened(text));
        }
        return parse(parts.group(2));
    }

    /** Whether it is a success. */
    public boolean ok() {
        return code / 100 == 2;
    }

    /** Code and comment for a start line. */
    public String text() {
        return comment.isEmpty() ? String.valueOf(code) : code + " " + comment;
    }
}
