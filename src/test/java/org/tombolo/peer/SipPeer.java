package org.tombolo.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A SIP element over UDP whose every word the test chooses. Written from RFC 3261 and RFC 6665; retransmissions of what it
 * has seen are dropped, its own are not made: loopback loses nothing.
 */
public final class SipPeer implements AutoCloseable {
    private static final List<String> COPIED = List.of("via", "from", "call-id", "cseq", "record-route");

    private final DatagramSocket socket;
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final String tag = "peer-" + UUID.randomUUID();

    private SipPeer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** A message as it was on the wire. */
    public record Message(String text, SocketAddress source) {
        /** The method of a request, empty for a response. */
        public String method() {
            return text.startsWith("SIP/2.0") ? "" : text.split(" ", 2)[0];
        }

        /** The status of a response, 0 for a request. */
        public int status() {
            return text.startsWith("SIP/2.0 ") ? Integer.parseInt(text.substring(8, 11)) : 0;
        }

        /** The first header of a name, empty when there is none. */
        public String header(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        public String body() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }

        /** All headers of a name, in the order of the message. */
        public List<String> headers(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        /** The route set of a dialog that this answer opens: Record-Route from behind (RFC 3261 12.1.2). */
        private String routes() {
            StringBuilder routes = new StringBuilder();
            for (String recorded : headers("Record-Route")) {
                for (String route : recorded.split(",")) {
                    routes.insert(0, "Route: " + route.strip() + "\r\n");
                }
            }
            return routes.toString();
        }

        /** The URI in Contact. */
        public String contact() {
            return header("Contact").replaceAll(".*<(.*)>.*", "$1");
        }
    }

    /** Starts one on a UDP port of 127.0.0.1. */
    public static SipPeer listening() throws IOException {
        return listening(0);
    }

    /** Starts one on that UDP port of 127.0.0.1. */
    public static SipPeer listening(int port) throws IOException {
        SipPeer peer = new SipPeer(new DatagramSocket(new InetSocketAddress("127.0.0.1", port)));
        Thread reader = new Thread(peer::read, "sip-peer");
        reader.setDaemon(true);
        reader.start();
        return peer;
    }

    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void read() {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        try {
            while (true) {
                packet.setLength(65536);
                socket.receive(packet);
                Message message = new Message(
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8),
                        packet.getSocketAddress());
                if (seen.add(message.text())) {
                    received.add(message);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Everything until now. */
    public List<Message> received() {
        return List.copyOf(received);
    }

    /** Takes out the first message of a kind, and waits for it when there is none yet. */
    public Message await(String what, Predicate<Message> wanted) {
        return Awaitility.await(what + " on " + address() + ", among " + received)
                .until(
                        () -> received.stream()
                                .filter(wanted)
                                .filter(received::remove)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Takes out the next request of that method. */
    public Message awaitRequest(String method) {
        return await(method, m -> m.method().equals(method));
    }

    /** Takes out the response to a request of ours. */
    public Message awaitResponse(String request) {
        Message sent = new Message(request, socket.getLocalSocketAddress());
        return await(
                "the response to " + sent.method(),
                m -> m.status() >= 200
                        && m.header("Call-ID").equals(sent.header("Call-ID"))
                        && m.header("CSeq").equals(sent.header("CSeq")));
    }

    /** Answers a request. */
    public void respond(Message request, String status, String... headers) throws IOException {
        respondAs(tag, request, status, headers);
    }

    /** Accepts an INVITE with a description. */
    public void accept(Message invite, String sdp) throws IOException {
        answer(tag, invite, "200 OK", sdp, "Content-Type: application/sdp");
    }

    /** Answers a request with a tag of its own, as one of several that a request forked to. */
    public void respondAs(String ourTag, Message request, String status, String... headers) throws IOException {
        answer(ourTag, request, status, "", headers);
    }

    private void answer(String ourTag, Message request, String status, String body, String... headers)
            throws IOException {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        request.text()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> COPIED.contains(
                        line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT)))
                .forEach(line -> answer.append(line).append("\r\n"));
        String to = request.header("To");
        answer.append("To: ")
                .append(to)
                .append(to.contains(";tag=") ? "" : ";tag=" + ourTag)
                .append("\r\n");
        if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Contact:"))) {
            answer.append("Contact: <sip:peer@").append(address()).append(">\r\n");
        }
        Arrays.stream(headers).forEach(header -> answer.append(header).append("\r\n"));
        answer.append("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        send(answer.toString(), request.source());
    }

    /** Sends a NOTIFY in the dialog that a SUBSCRIBE to us opens, and waits for its answer. */
    public Message notify(Message subscribe, int cseq, String state, String body) throws IOException {
        return notifyAs(tag, subscribe, cseq, state, body);
    }

    /** The same with a body of another type. */
    public Message notify(Message subscribe, int cseq, String state, String type, String body) throws IOException {
        return notify(tag, subscribe, cseq, state, type, body);
    }

    /** The same as one of several that the SUBSCRIBE forked to. */
    public Message notifyAs(String ourTag, Message subscribe, int cseq, String state, String body) throws IOException {
        return notify(ourTag, subscribe, cseq, state, "application/pidf+xml", body);
    }

    private Message notify(String ourTag, Message subscribe, int cseq, String state, String type, String body)
            throws IOException {
        String to = subscribe.header("To");
        String request = String.join(
                "\r\n",
                "NOTIFY " + subscribe.contact() + " SIP/2.0",
                "Via: SIP/2.0/UDP " + address() + ";branch=z9hG4bK" + UUID.randomUUID(),
                "Max-Forwards: 70",
                "From: " + to + (to.contains(";tag=") ? "" : ";tag=" + ourTag),
                "To: " + subscribe.header("From"),
                "Call-ID: " + subscribe.header("Call-ID"),
                "CSeq: " + cseq + " NOTIFY",
                "Contact: <sip:peer@" + address() + ">",
                "Event: " + subscribe.header("Event"),
                "Subscription-State: " + state,
                body.isEmpty() ? "X-Body: none" : "Content-Type: " + type,
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                "",
                body);
        send(request, subscribe.source());
        return awaitResponse(request);
    }

    /** Sends a request outside of a dialog, and waits for its answer. */
    public Message ask(String gateway, String method, String from, String to, String body, String... headers)
            throws IOException {
        String request = String.join(
                        "\r\n",
                        method + " " + to + " SIP/2.0",
                        "Via: SIP/2.0/UDP " + address() + ";branch=z9hG4bK" + UUID.randomUUID(),
                        "Max-Forwards: 70",
                        "From: <" + from + ">;tag=" + tag,
                        "To: <" + to + ">",
                        "Call-ID: " + UUID.randomUUID(),
                        "CSeq: 1 " + method,
                        "Contact: <sip:peer@" + address() + ">",
                        "P-Asserted-Identity: <" + from + ">")
                + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
        send(request, socketAddress(gateway));
        return awaitResponse(request);
    }

    /** Sends a further SUBSCRIBE in the dialog that one of ours opened, and waits for its answer. */
    public Message resubscribe(Message answer, int cseq, String... headers) throws IOException {
        return askInside(answer, "SUBSCRIBE", cseq, headers);
    }

    /** Sends a request in the dialog that one of ours opened, and waits for its answer. */
    public Message askInside(Message answer, String method, int cseq, String... headers) throws IOException {
        String request = inside(answer, method, cseq, headers);
        send(request, answer.source());
        return awaitResponse(request);
    }

    /** Acknowledges the answer to an INVITE of ours. */
    public void acknowledge(Message answer) throws IOException {
        send(inside(answer, "ACK", 1), answer.source());
    }

    private String inside(Message answer, String method, int cseq, String... headers) {
        return String.join(
                        "\r\n",
                        method + " " + answer.contact() + " SIP/2.0",
                        "Via: SIP/2.0/UDP " + address() + ";branch=z9hG4bK" + UUID.randomUUID(),
                        "Max-Forwards: 70",
                        "From: " + answer.header("From"),
                        "To: " + answer.header("To"),
                        "Call-ID: " + answer.header("Call-ID"),
                        "CSeq: " + cseq + " " + method,
                        "Contact: <sip:peer@" + address() + ">")
                + "\r\n" + answer.routes()
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                + "Content-Length: 0\r\n\r\n";
    }

    private static InetSocketAddress socketAddress(String hostAndPort) {
        String[] parts = hostAndPort.split(":");
        return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }

    private void send(String message, SocketAddress to) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Override
    public void close() {
        socket.close();
    }
}
