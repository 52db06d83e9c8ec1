package org.tombolo.incontainer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends SIP by UDP, as plain text, from inside the container to the container. */
final class SipClient implements AutoCloseable {
    private final DatagramSocket socket;
    private final int gatewayPort;

    SipClient(int gatewayPort) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
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
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), gatewayPort));
    }

    /** The next final response's status line. */
    String finalResponse() throws IOException {
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        byte[] buffer = new byte[65_536];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            String response = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (!response.startsWith("SIP/2.0 1")) {
                return response.lines().findFirst().orElseThrow(SocketTimeoutException::new);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
