package org.tombolo.msrp.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a SEND says of its message (RFC 4975 7.1.1).
 *
 * @param messageId names the message; all its chunks have the same
 * @param range where this chunk stands
 * @param successReport whether a REPORT is wanted when the message has arrived
 * @param contentType of the body; none without one
 * @param others further headers of the body, such as Content-Disposition
 */
public record SendHead(
        String messageId,
        ByteRange range,
        boolean successReport,
        FailureReport failureReport,
        Optional<String> contentType,
        List<MsrpHeader> others) {
    private static final Pattern MESSAGE_ID = Pattern.compile("[!-~]{1,128}");

    public SendHead {
        others = List.copyOf(others);
    }

    /**
     * Reads the headers of a SEND.
     *
     * @throws MsrpSyntaxException with what is missing or wrong
     */
    public static SendHead of(MsrpRequest request) throws MsrpSyntaxException {
        String messageId = request.header("Message-ID").orElse("");
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new MsrpSyntaxException("no Message-ID");
        }
        Optional<String> range = request.header("Byte-Range");
        return new SendHead(
                messageId,
                range.isPresent() ? ByteRange.parse(range.get()) : ByteRange.FIRST,
                successReport(request.header("Success-Report").orElse("no")),
                FailureReport.parse(request.header("Failure-Report").orElse("yes")),
                request.header("Content-Type"),
                request.headers().stream().filter(SendHead::isOther).toList());
    }

    private static boolean successReport(String text) throws MsrpSyntaxException {
        if (!text.equalsIgnoreCase("yes") && !text.equalsIgnoreCase("no")) {
            throw new MsrpSyntaxException("Success-Report is yes or no");
        }
        return text.equalsIgnoreCase("yes");
    }

    private static boolean isOther(MsrpHeader header) {
        return header.name().regionMatches(true, 0, "Content-", 0, 8) && !header.is("Content-Type");
    }
}
