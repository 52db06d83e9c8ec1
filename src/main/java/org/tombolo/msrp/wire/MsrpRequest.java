package org.tombolo.msrp.wire;

import java.util.List;
import java.util.Optional;

/**
 * All of a request but its body (RFC 4975 7.1).
 *
 * @param transaction identifier that the response repeats
 * @param method such as {@link #SEND}
 * @param to what is left of the way to the receiver
 * @param from the way back
 * @param headers the others, in order
 */
public record MsrpRequest(String transaction, String method, MsrpPath to, MsrpPath from, List<MsrpHeader> headers) {
    public static final String SEND = "SEND";
    public static final String REPORT = "REPORT";
    /** RFC 7701 7.1. */
    public static final String NICKNAME = "NICKNAME";
    /** RFC 4976 5.1. */
    public static final String AUTH = "AUTH";

    public MsrpRequest {
        headers = List.copyOf(headers);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return MsrpHeader.first(headers, name);
    }
}
