package org.tombolo.msrp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;

/** A peer that says what the test wants, octet by octet. */
final class RawPeer implements AutoCloseable {
    /** What the kernel keeps for us unread. */
    private static final int KERNEL = 64 << 10;

    private final ServerSocket server;
    private Socket socket;
    /** Our endpoint's path. */
    String path = "";

    private InputStream in;

    RawPeer() throws IOException {
        server = new ServerSocket();
        server.setReceiveBufferSize(KERNEL);
        server.bind(new InetSocketAddress("127.0.0.1", 0));
        server.setSoTimeout(20_000);
    }

    String uri() {
        return "msrp://127.0.0.1:" + server.getLocalPort() + "/rawpeer;tcp";
    }

    MessageMedia media(String setup) throws SdpException {
        return TestEndpoint.media(
                uri(),
                setup.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Setup.valueOf(setup.toUpperCase(java.util.Locale.ROOT))));
    }

    /** Connects to the endpoint whose path it has. */
    RawPeer connect() throws IOException {
        Matcher address = Pattern.compile("msrp://([^:]+):(\\d+)/.*").matcher(path);
        if (!address.matches()) {
            throw new IOException("no path: " + path);
        }
        return connect(Integer.parseInt(address.group(2)));
    }

    RawPeer connect(int port) throws IOException {
        Socket connecting = new Socket();
        connecting.setReceiveBufferSize(KERNEL);
        connecting.connect(new InetSocketAddress("127.0.0.1", port));
        use(connecting);
        return this;
    }

    /** Waits until the endpoint connects. */
    RawPeer accept() throws IOException {
        use(server.accept());
        return this;
    }

    private void use(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawPeer write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    RawPeer write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** A SEND of ours; {@code headers} each with a line end. */
    String send(String transaction, String headers, String body, char flag) {
        return "MSRP " + transaction + " SEND\r\nTo-Path: " + path + "\r\nFrom-Path: " + uri() + "\r\n" + headers
                + (body.isEmpty() ? "" : "Content-Type: text/plain\r\n\r\n" + body + "\r\n")
                + "-------" + transaction + flag + "\r\n";
    }

    /** The first SEND, without a body, with its answer. */
    RawPeer hello() throws IOException {
        write(send("hello123", "Message-ID: hello\r\nByte-Range: 1-0/0\r\n", "", '$'));
        String answer = frame();
        if (!answer.startsWith("MSRP hello123 200 ")) {
            throw new IOException(answer);
        }
        return this;
    }

    /** Answers a request of the endpoint. */
    RawPeer answer(String request, String status) throws IOException {
        String transaction = transaction(request);
        return write("MSRP " + transaction + " " + status + "\r\nTo-Path: " + header(request, "From-Path")
                + "\r\nFrom-Path: " + uri() + "\r\n-------" + transaction + "$\r\n");
    }

    static String transaction(String frame) {
        return frame.split(" ", 3)[1];
    }

    static String header(String frame, String name) {
        Matcher found = Pattern.compile("(?m)^" + name + ": ([^\r]*)").matcher(frame);
        return found.find() ? found.group(1) : "";
    }

    static String body(String frame) {
        int start = frame.indexOf("\r\n\r\n");
        return start < 0 ? "" : frame.substring(start + 4, frame.lastIndexOf("\r\n-------"));
    }

    /** The next whole frame, octets as characters. */
    String frame() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        String start = line(frame);
        String end = "-------" + transaction(start);
        while (true) {
            String line = line(frame);
            if (line.length() == end.length() + 1 && line.startsWith(end)) {
                return frame.toString(StandardCharsets.ISO_8859_1);
            }
        }
    }

    private String line(ByteArrayOutputStream frame) throws IOException {
        int start = frame.size();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the endpoint closed the connection");
            }
            frame.write(octet);
            String line =
                    octet == '\n' ? frame.toString(StandardCharsets.ISO_8859_1).substring(start) : "";
            if (line.endsWith("\r\n")) {
                return line.substring(0, line.length() - 2);
            }
        }
    }

    /** Whether the endpoint closes the connection without another word. */
    boolean closedByPeer() throws IOException {
        return in.read() < 0;
    }

    /** Reads whatever comes until the endpoint closes the connection. */
    void awaitEnd() throws IOException {
        in.readAllBytes();
    }

    void disconnect() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }
}
