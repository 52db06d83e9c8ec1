package org.tombolo.msrp.wire;

import java.util.List;
import java.util.Optional;

/**
 * A response (RFC 4975 7.2).
 *
 * @param transaction identifier of the request
 * @param headers those besides the paths, in order
 */
public record MsrpResponse(
        String transaction, MsrpStatus status, MsrpPath to, MsrpPath from, List<MsrpHeader> headers) {

    public MsrpResponse {
        headers = List.copyOf(headers);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return MsrpHeader.first(headers, name);
    }
}
