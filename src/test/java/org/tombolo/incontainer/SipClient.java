package org.tombolo.incontainer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends SIP by UDP, as plain text, from inside the container to the container. */
final class SipClient implements AutoCloseable {
    private final DatagramSocket socket;
    private final int gatewayPort;

    SipClient(int gatewayPort) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.gatewayPort = gatewayPort;
    }

    /** A MESSAGE outside of a dialog; the branch names the hop it came over. */
    void message(String callId, String tag, String branch, String text) throws IOException {
        String message = String.join(
                "\r\n",
                "MESSAGE sip:bob@ims.localhost SIP/2.0",
                "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=" + branch,
                "Max-Forwards: 70",
                "From: <sip:alice@ims.localhost>;tag=" + tag,
                "To: <sip:bob@ims.localhost>",
                "Call-ID: " + callId,
                "CSeq: 1 MESSAGE",
                "Content-Type: text/plain",
                "Content-Length: " + text.length(),
                "",
                text);
        send(message);
    }

    /** A request of an INVITE dialog; {@code more} are its other headers, each with its line end. */
    void request(String method, String to, int sequence, String more, String sdp) throws IOException {
        String uri = method.equals("INVITE") ? "sip:bob@ims.localhost" : "sip:127.0.0.1:" + gatewayPort;
        send(method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bKreliable" + sequence + method
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:alice@ims.localhost>;tag=reliable\r\nTo: " + to
                + "\r\nCall-ID: reliable@client\r\nCSeq: " + sequence + " " + method + "\r\nContact: <" + uri()
                + ">\r\n"
                + more
                + (sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + sdp.length() + "\r\n\r\n" + sdp);
    }

    /** The next response to a method with this status, whole; what comes between is passed over. */
    String response(int status, String method) throws IOException {
        String message = receive();
        boolean wanted = message.startsWith("SIP/2.0 " + status)
                && header(message, "CSeq").endsWith(method);
        return wanted ? message : response(status, method);
    }

    /** The value of a header. */
    static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .findFirst()
                .map(line -> line.substring(name.length() + 1).trim())
                .orElse("");
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), gatewayPort));
    }

    /** Where requests to it go. */
    String uri() {
        return "sip:client@127.0.0.1:" + socket.getLocalPort();
    }

    /** The next request, whole. */
    String request() throws IOException {
        String message = receive();
        return message.startsWith("SIP/2.0") ? request() : message;
    }

    /** Answers a request with 200. */
    void answer(String request) throws IOException {
        StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq): .*"))
                .map(line -> line.startsWith("To: ") ? line + ";tag=client" : line)
                .forEach(line -> response.append(line).append("\r\n"));
        send(response.append("Content-Length: 0\r\n\r\n").toString());
    }

    /** The next final response's status line. */
    String finalResponse() throws IOException {
        String response = receive();
        return response.startsWith("SIP/2.0 1")
                ? finalResponse()
                : response.lines().findFirst().orElse("");
    }

    private String receive() throws IOException {
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
