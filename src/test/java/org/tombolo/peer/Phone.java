package org.tombolo.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A phone that answers whatever comes: 180 and 200 with audio, or what it was told, to INVITE, 200 to the rest. sipp drops the Via headers of a
 * request that came a long way (over 2 kB of them), so it cannot be the callee behind an IMS core.
 */
public final class Phone implements AutoCloseable {
    private static final String SESSION = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            """.replace("\n", "\r\n");
    private static final List<String> COPIED =
            List.of("via", "v", "from", "f", "to", "t", "call-id", "i", "cseq", "record-route");

    private final DatagramSocket socket;
    private final String media;
    private final String files;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Phone(DatagramSocket socket, String media, String files) {
        this.socket = socket;
        this.media = media;
        this.files = files;
    }

    /** Starts one on a UDP port of 127.0.0.1. */
    public static Phone listening(int port) throws IOException {
        return listening(port, "m=audio 40002 RTP/AVP 0\r\n");
    }

    /**
     * Starts one on a UDP port of 127.0.0.1.
     *
     * @param media of its answers, each line with its end
     */
    public static Phone listening(int port, String media) throws IOException {
        return listening(port, media, media);
    }

    /**
     * Starts one on a UDP port of 127.0.0.1.
     *
     * @param media of its answers, each line with its end
     * @param files the same for an INVITE that offers messages
     */
    public static Phone listening(int port, String media, String files) throws IOException {
        Phone phone = new Phone(
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), media, files);
        Thread reader = new Thread(phone::read, "phone-" + port);
        reader.setDaemon(true);
        reader.start();
        return phone;
    }

    /** The requests until now, retransmissions among them, as they were on the wire. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Whether a request of that method has come. */
    public boolean got(String method) {
        return requests.stream().anyMatch(r -> r.startsWith(method + " "));
    }

    private void read() {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        try {
            while (true) {
                packet.setLength(65536);
                socket.receive(packet);
                handle(
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8),
                        packet.getSocketAddress());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void handle(String message, SocketAddress peer) throws IOException {
        if (message.startsWith("SIP/2.0") || message.isBlank()) {
            return;
        }
        requests.add(message);
        if (message.startsWith("INVITE ")) {
            answer("180 Ringing", message, "", peer);
            String taken = message.contains("m=message") ? files : media;
            answer("200 OK", message, SESSION + taken + range(message), peer);
        } else if (!message.startsWith("ACK ")) {
            answer("200 OK", message, "", peer);
        }
    }

    /** RFC 5547 8.3.1: who takes a part of a file says which. */
    private static String range(String offer) {
        return offer.lines()
                .filter(line -> line.startsWith("a=file-range:"))
                .map(line -> line + "\r\n")
                .findFirst()
                .orElse("");
    }

    private void answer(String status, String request, String sdp, SocketAddress peer) throws IOException {
        StringBuilder answer = new StringBuilder("SIP/2.0 ").append(status).append("\r\n");
        request.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> COPIED.contains(name(line)))
                .forEach(line -> answer.append(tagged(line)).append("\r\n"));
        answer.append("Contact: <sip:phone@127.0.0.1:")
                .append(socket.getLocalPort())
                .append(">\r\n");
        answer.append(sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n");
        answer.append("Content-Length: ")
                .append(sdp.length())
                .append("\r\n\r\n")
                .append(sdp);
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, peer));
    }

    /** RFC 3261 8.2.6.2: our tag in To, when the request has none there. */
    private String tagged(String line) {
        boolean to = name(line).equals("to") || name(line).equals("t");
        return to && !line.contains(";tag=") ? line + ";tag=phone-" + socket.getLocalPort() : line;
    }

    private static String name(String line) {
        int colon = line.indexOf(':');
        return line.substring(0, Math.max(colon, 0)).trim().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        socket.close();
    }
}
