package org.tombolo.msrp;

import java.util.List;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpHeader;

/**
 * A message to send.
 *
 * @param contentType with its parameters
 * @param headers further headers of the content, such as Content-Disposition
 * @param successReport whether the receiver should tell when it has arrived (RFC 4975 7.1.1)
 * @param failureReport which responses are wanted
 * @param content what to send
 */
public record OutgoingMessage(
        String contentType,
        List<MsrpHeader> headers,
        boolean successReport,
        FailureReport failureReport,
        MessageSource content) {

    public OutgoingMessage {
        headers = List.copyOf(headers);
    }

    /** A message from memory, whose failure is told and whose arrival is not. */
    public static OutgoingMessage of(String contentType, byte[] content) {
        return new OutgoingMessage(contentType, List.of(), false, FailureReport.YES, MessageSource.of(content));
    }

    /** The same with the wish for a success report. */
    public OutgoingMessage reported() {
        return new OutgoingMessage(contentType, headers, true, failureReport, content);
    }
}
