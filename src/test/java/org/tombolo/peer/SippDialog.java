package org.tombolo.peer;

import java.io.IOException;

/** What a scripted phone says and hears in one dialog, step by step: a scenario of sipp in few words. */
public final class SippDialog {
    // RFC 3261 12.1.2: the dialog is named by the tag of the answer that began it, whatever tags come later.
    private static final String TAG =
            "<action><ereg regexp=\";tag=[^;[:space:]]*\" search_in=\"hdr\" header=\"To:\" assign_to=\"tag\"/></action>\n";

    private final String from;
    private final String to;
    private final StringBuilder steps = new StringBuilder();
    private int sequence;
    private int transaction;
    private boolean begins;

    private SippDialog(String from, String to) {
        this.from = from;
        this.to = to;
    }

    public static SippDialog of(String from, String to) {
        return new SippDialog(from, to);
    }

    /** SDP of a phone with these media lines, its port given with each. */
    public static String sdp(String... media) {
        return "v=0\no=- 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [local_ip]\nt=0 0\n" + String.join("\n", media);
    }

    /** The INVITE that begins, or begins anew; OPTIONS as well. */
    public SippDialog begin(String method, String headers, String sdp) {
        sequence++;
        begins = method.equals("INVITE");
        return message(method, to, "", ++transaction, headers, sdp);
    }

    /** A request within the dialog. */
    public SippDialog send(String method, String headers, String sdp) {
        sequence++;
        return message(method, "[next_url]", "[$tag]", ++transaction, headers, sdp);
    }

    /** ACK to a 2xx. */
    public SippDialog ack(String sdp) {
        return message("ACK", "[next_url]", "[$tag]", transaction + 100, "", sdp);
    }

    /** ACK to the 2xx to an earlier INVITE, by its CSeq. */
    public SippDialog ackOf(int invite, String sdp) {
        int now = sequence;
        sequence = invite;
        ack(sdp);
        sequence = now;
        return this;
    }

    /** ACK to a refusal of the last request, which belongs to its transaction (RFC 3261 17.1.1.3). */
    public SippDialog ackRefusal(boolean inDialog) {
        return message(
                "ACK", inDialog ? "[next_url]" : to, inDialog ? "[$tag]" : "[peer_tag_param]", transaction, "", "");
    }

    /** CANCEL of the last request (RFC 3261 9.1). */
    public SippDialog cancel(boolean inDialog) {
        String tag = inDialog ? "[$tag]" : "";
        return message("CANCEL", inDialog ? "[next_url]" : to, tag, transaction, "", "");
    }

    private SippDialog message(String method, String uri, String tag, int branch, String headers, String sdp) {
        boolean retransmitted = !method.equals("ACK");
        steps.append(retransmitted ? "<send retrans=\"500\"><![CDATA[\n" : "<send><![CDATA[\n")
                .append(method + " " + uri + " SIP/2.0\n")
                .append("Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK[pid]x[call_number]x" + branch)
                .append(";rport\nMax-Forwards: 70\nFrom: <" + from + ">;tag=[pid][call_number]\n")
                .append("To: <" + to + ">" + tag + "\nCall-ID: [call_id]\nCSeq: " + sequence + " " + method + "\n");
        if (!headers.contains("Contact:")) {
            steps.append("Contact: <sip:demo@[local_ip]:[local_port]>\n");
        }
        steps.append(headers.isEmpty() ? "" : headers + "\n")
                .append(sdp.isEmpty() ? "" : "Content-Type: application/sdp\n")
                .append("Content-Length: [len]\n\n")
                .append(sdp.isEmpty() ? "" : sdp + "\n")
                .append("]]></send>\n");
        return this;
    }

    /** A response to the last request. */
    public SippDialog expect(int status) {
        boolean dialog = begins && status == 200;
        begins = begins && !dialog;
        steps.append("<recv response=\"100\" optional=\"true\"/>\n<recv response=\"" + status + "\" rrs=\"true\">\n")
                .append(dialog ? TAG : "")
                .append("</recv>\n");
        return this;
    }

    /** 200, or 481 from who knows nothing of it any more (RFC 3261 9.2). */
    public SippDialog expectEnd() {
        steps.append("<recv response=\"481\" optional=\"true\" next=\"" + transaction + "\"/>\n")
                .append("<recv response=\"200\"/>\n<label id=\"" + transaction + "\"/>\n");
        return this;
    }

    /** A request of the other side, which gets 200. */
    public SippDialog answer(String method) {
        steps.append("<recv request=\"" + method + "\"/>\n<send><![CDATA[\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n")
                .append("[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContact: <sip:demo@[local_ip]:[local_port]>\n")
                .append("Content-Length: 0\n\n]]></send>\n");
        return this;
    }

    /** The phone hangs up. */
    public SippDialog bye() {
        return send("BYE", "", "").expect(200);
    }

    /** The scenario, to be sent to an address from any free port. */
    public Sipp.Builder to(String hostAndPort) throws IOException {
        String scenario =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"dialog\">\n" + steps + "</scenario>\n";
        return Sipp.script(scenario).to(hostAndPort).listen("127.0.0.1", Ports.free());
    }
}
