package org.tombolo.sip.orphan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tombolo.sip.DialogRecord;

/**
 * One request that ends what a record tells of.
 *
 * @param branch of its topmost Via
 */
record Farewell(String branch, Hop hop, byte[] bytes) {
    // RFC 3261 12.2.2: numbers may be left out, never used again; the process that died may have sent some more
    // requests.
    private static final int SEQUENCE_GAP = 1000;
    private static final String REASON = "Reason: Q.850;cause=41;text=\"gateway restarted\"\r\n";

    /**
     * Writes it.
     *
     * @param sentBy host and port where the response to a BYE shall come
     */
    static Farewell of(DialogRecord dialog, String branch, String sentBy) {
        Hop hop = Hop.of(
                dialog.routes().isEmpty() ? dialog.target() : dialog.routes().get(0));
        String text = dialog.confirmed() ? bye(dialog, hop, branch, sentBy) : cancel(dialog);
        return new Farewell(
                dialog.confirmed() ? branch : Hop.parameter(dialog.via(), "branch"),
                hop,
                text.getBytes(StandardCharsets.UTF_8));
    }

    // RFC 3261 12.2.1.1
    private static String bye(DialogRecord dialog, Hop hop, String branch, String sentBy) {
        String via = "SIP/2.0/" + (hop.tcp() ? "TCP" : "UDP") + " " + sentBy + ";branch=" + branch + ";rport";
        return request("BYE", dialog, via, dialog.sequence() + SEQUENCE_GAP);
    }

    // RFC 3261 9.1: everything but the method is the INVITE's, so that it is matched with it.
    private static String cancel(DialogRecord dialog) {
        return request("CANCEL", dialog, dialog.via(), dialog.sequence());
    }

    private static String request(String method, DialogRecord dialog, String via, long sequence) {
        StringBuilder text = new StringBuilder(method + " " + dialog.target() + " SIP/2.0\r\n")
                .append("Via: ")
                .append(via)
                .append("\r\n")
                .append("Max-Forwards: 70\r\n");
        List<String> routes = dialog.routes();
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        return text.append("From: ")
                .append(dialog.local())
                .append("\r\n")
                .append("To: ")
                .append(dialog.remote())
                .append("\r\n")
                .append("Call-ID: ")
                .append(dialog.callId())
                .append("\r\n")
                .append("CSeq: ")
                .append(sequence)
                .append(' ')
                .append(method)
                .append("\r\n")
                .append(REASON)
                .append("Content-Length: 0\r\n\r\n")
                .toString();
    }
}
