package org.tombolo.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that writes its lines itself. */
final class RtspClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final String share;
    private int cseq;
    private String session = "";

    /** @param share URL of the share, with its token */
    RtspClient(int port, String share) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        this.in = new DataInputStream(socket.getInputStream());
        this.share = share;
        socket.setSoTimeout(10_000);
    }

    Socket socket() {
        return socket;
    }

    void raw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    String ask(String method, String uri, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + uri + " RTSP/1.0\r\nCSeq: " + ++cseq + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        raw(request + (session.isEmpty() ? "" : "Session: " + session + "\r\n") + "\r\n");
        String reply = reply();
        assertThat(reply).contains("CSeq: " + cseq + "\r\n");
        return reply;
    }

    /** The next response, over interleaved packets. */
    String reply() throws IOException {
        StringBuilder head = new StringBuilder();
        int first = in.read();
        while (first == '$') {
            in.read();
            in.skipNBytes(in.readUnsignedShort());
            first = in.read();
        }
        head.append((char) first);
        while (!head.toString().endsWith("\r\n\r\n")) {
            int octet = in.read();
            assertThat(octet).as("after %s", head).isNotNegative();
            head.append((char) octet);
        }
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
        return head
                + (length.find()
                        ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                        : "");
    }

    String setup(int track, String transport) throws IOException {
        String reply = ask("SETUP", share.replace("?", "/track" + track + "?"), "Transport: " + transport);
        Matcher id = Pattern.compile("Session: (\\w+);timeout=60").matcher(reply);
        session = id.find() ? id.group(1) : session;
        return reply;
    }

    /** The next interleaved packet of a channel. */
    byte[] packet(int channel) throws IOException {
        while (true) {
            assertThat(in.read()).isEqualTo('$');
            int number = in.read();
            byte[] packet = in.readNBytes(in.readUnsignedShort());
            if (number == channel) {
                return packet;
            }
        }
    }

    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
