package org.tombolo.launcher;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A UDP socket that speaks SIP by text. */
final class UdpPhone implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final String host;
    private final DatagramSocket socket;
    private final InetSocketAddress gateway;

    /** @param host its own address */
    UdpPhone(String host, String gatewayHost, int gatewayPort) throws IOException {
        this.host = host;
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        gateway = new InetSocketAddress(InetAddress.getByName(gatewayHost), gatewayPort);
    }

    String hostAndPort() {
        return SipText.uriHost(host) + ":" + socket.getLocalPort();
    }

    /** Transport and address, as they stand in a Via. */
    String via() {
        return "UDP " + hostAndPort();
    }

    void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, gateway));
    }

    /** Sends a request and waits for its final response. */
    String ask(String request) throws IOException {
        send(request);
        String callId = SipText.header(request, "Call-ID");
        String cseq = SipText.header(request, "CSeq");
        return await(m -> m.matches("(?s)SIP/2.0 [2-6].*")
                && SipText.header(m, "Call-ID").equals(callId)
                && SipText.header(m, "CSeq").equals(cseq));
    }

    /** The next message of a kind. */
    String await(Predicate<String> wanted) throws IOException {
        while (true) {
            byte[] buffer = new byte[65_536];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            String message = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
