package org.tombolo.gateway.interconnection;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Sends MESSAGE requests over UDP, one after the other, as a phone does whose user writes fast. Written from RFC 3261 and 3428. */
final class MessageSender implements AutoCloseable {
    private static final int T1 = 500;

    private final DatagramSocket socket;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private int count;

    MessageSender(int gatewayPort) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.connect(InetAddress.getLoopbackAddress(), gatewayPort);
    }

    /**
     * Sends one and waits for its final response.
     *
     * @return its status, or none when none came within three transmissions
     */
    Optional<Integer> send(String to, String text) throws IOException {
        return send(to, text, "");
    }

    /** The same with header lines of its own, each with its line end. */
    Optional<Integer> send(String to, String text, String headers) throws IOException {
        String callId = run + "-" + count++;
        byte[] request = request(to, text, callId, headers).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            try {
                socket.send(new DatagramPacket(request, request.length));
                return Optional.of(await(callId));
            } catch (SocketTimeoutException e) {
                // again, as RFC 3261 17.1.2.2 has it
            } catch (PortUnreachableException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private int await(String callId) throws IOException {
        long end = System.nanoTime() + T1 * 2_000_000L;
        while (true) {
            int left = (int) ((end - System.nanoTime()) / 1_000_000);
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout(left);
            DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
            socket.receive(packet);
            String response = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            int status = Integer.parseInt(response.substring(8, 11));
            if (response.contains(callId + "\r\n") && status >= 200) {
                return status;
            }
        }
    }

    private String request(String to, String text, String callId, String headers) {
        int port = socket.getLocalPort();
        return "MESSAGE " + to + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=z9hG4bK" + callId + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:alice@ims.localhost>;tag=" + run + "\r\n"
                + "To: <" + to + ">\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 MESSAGE\r\n"
                + headers
                + "Content-Type: text/plain\r\n"
                + "Content-Length: " + text.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + text;
    }

    @Override
    public void close() {
        socket.close();
    }
}
