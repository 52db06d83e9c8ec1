package org.tombolo.msrp.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Frames as octets for the wire (RFC 4975 9). */
public final class FrameWriter {
    private FrameWriter() {}

    /** A whole response. */
    public static byte[] response(MsrpResponse response) {
        StringBuilder out = start(response.transaction(), response.status().text(), response.to(), response.from());
        response.headers().forEach(header -> line(out, header.name(), header.value()));
        return octets(endLine(out, response.transaction(), ContinuationFlag.COMPLETE));
    }

    /** A whole request without a body. */
    public static byte[] request(MsrpRequest request) {
        StringBuilder out = start(request.transaction(), request.method(), request.to(), request.from());
        request.headers().forEach(header -> line(out, header.name(), header.value()));
        return octets(endLine(out, request.transaction(), ContinuationFlag.COMPLETE));
    }

    /** A SEND up to its body; when there is none, up to its end-line. */
    public static byte[] send(String transaction, MsrpPath to, MsrpPath from, SendHead head) {
        StringBuilder out = start(transaction, MsrpRequest.SEND, to, from);
        line(out, "Message-ID", head.messageId());
        line(out, "Byte-Range", head.range().text());
        if (head.successReport()) {
            line(out, "Success-Report", "yes");
        }
        if (head.failureReport() != FailureReport.YES) {
            line(out, "Failure-Report", head.failureReport().text());
        }
        // RFC 4975 7.1: Content-Type is the last one.
        head.others().forEach(header -> line(out, header.name(), header.value()));
        head.contentType().ifPresent(type -> {
            line(out, "Content-Type", type);
            out.append("\r\n");
        });
        return octets(out);
    }

    /**
     * A REPORT for a message (RFC 4975 7.1.2).
     *
     * @param range which part of it
     */
    public static byte[] report(
            String transaction, MsrpPath to, MsrpPath from, String messageId, ByteRange range, MsrpStatus status) {
        List<MsrpHeader> headers = List.of(
                new MsrpHeader("Message-ID", messageId),
                new MsrpHeader("Byte-Range", range.text()),
                new MsrpHeader("Status", "000 " + status.text()));
        return request(new MsrpRequest(transaction, MsrpRequest.REPORT, to, from, headers));
    }

    /** The end of a chunk, with the line end that parts it from a body when there is one. */
    public static byte[] end(String transaction, ContinuationFlag flag, boolean body) {
        return octets(endLine(new StringBuilder(body ? "\r\n" : ""), transaction, flag));
    }

    private static StringBuilder start(String transaction, String what, MsrpPath to, MsrpPath from) {
        StringBuilder out = new StringBuilder(256);
        out.append("MSRP ").append(transaction).append(' ').append(what).append("\r\n");
        line(out, "To-Path", to.text());
        line(out, "From-Path", from.text());
        return out;
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    private static StringBuilder endLine(StringBuilder out, String transaction, ContinuationFlag flag) {
        return out.append("-------")
                .append(transaction)
                .append(flag.character())
                .append("\r\n");
    }

    private static byte[] octets(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
