package org.tombolo.media.rtmp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that publishes one stream (7.2). Blocks; for one thread, but for {@link #close}. */
final class RtmpPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPublisher.class);
    private static final int HANDSHAKE = 1536;
    private static final int CONTROL = 2;
    private static final int COMMANDS = 3;
    private static final int SOUND = 4;
    private static final int PICTURE = 6;
    private static final int PING = 6;
    private static final int PONG = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_MESSAGES = 64;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final ChunkReader reader;
    private final ChunkWriter writer;
    private int stream;
    private int transactions;
    private int window = Integer.MAX_VALUE;
    private long acknowledged;

    private RtmpPublisher(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
        this.reader = new ChunkReader(in);
        this.writer = new ChunkWriter(out);
    }

    /**
     * Connects and begins to publish.
     *
     * @param name of the stream
     * @throws IOException when the server is not there, is none of RTMP, or does not want the stream, in its own words
     */
    static RtmpPublisher open(RtmpTarget target, String name, RandomGenerator random) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.host(), target.port()), (int) PATIENCE.toMillis());
            Socket used = target.secure() ? secured(socket, target) : socket;
            used.setSoTimeout((int) PATIENCE.toMillis());
            used.setTcpNoDelay(true);
            RtmpPublisher publisher = new RtmpPublisher(used);
            publisher.handshake(random);
            publisher.publish(target, name);
            return publisher;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, RtmpTarget target) throws IOException {
        SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(plain, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name in the certificate is to be the host's
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** 5.2: C0 and C1, S0 to S2, and C2, which repeats S1. */
    private void handshake(RandomGenerator random) throws IOException {
        byte[] first = new byte[HANDSHAKE];
        random.nextBytes(first);
        ByteBuffer.wrap(first).putInt(0).putInt(0);
        out.write(3);
        out.write(first);
        out.flush();
        int version = in.readUnsignedByte();
        if (version != 3) {
            throw new IOException("no RTMP server: version " + version);
        }
        byte[] theirs = in.readNBytes(HANDSHAKE);
        out.write(theirs);
        out.flush();
        in.skipNBytes(HANDSHAKE);
    }

    private void publish(RtmpTarget target, String name) throws IOException {
        writer.announce();
        command(0, "connect", Map.of("app", target.application(), "type", "nonprivate", "tcUrl", target.url()));
        result();
        command(0, "createStream", Amf.NOTHING);
        List<Object> created = result();
        stream = created.size() > 3 && created.get(3) instanceof Double id ? id.intValue() : 1;
        command(stream, "publish", Amf.NOTHING, name, "live");
        result();
    }

    private void command(int on, String name, Object... values) throws IOException {
        Object[] all = new Object[values.length + 2];
        all[0] = name;
        all[1] = ++transactions;
        System.arraycopy(values, 0, all, 2, values.length);
        writer.write(COMMANDS, new Message(Message.COMMAND, on, 0, Amf.of(all)));
        out.flush();
    }

    /** What the server answers to the last command (7.2.1.1, 7.2.2). */
    private List<Object> result() throws IOException {
        for (int i = 0; i < MOST_MESSAGES; i++) {
            Message message = reader.next();
            if (message.type() != Message.COMMAND) {
                control(message);
                continue;
            }
            List<Object> values = Amf.read(ByteBuffer.wrap(message.payload()));
            Object name = values.isEmpty() ? "" : values.get(0);
            boolean refused = name.equals("_error") || level(values).equals("error");
            if (refused) {
                throw new IOException("the RTMP server refuses: " + words(values));
            }
            if (name.equals("_result") || name.equals("onStatus")) {
                return values;
            }
        }
        throw new IOException("the RTMP server does not answer");
    }

    private static String level(List<Object> values) {
        return information(values, "level");
    }

    private static String words(List<Object> values) {
        return information(values, "code") + " " + information(values, "description");
    }

    private static String information(List<Object> values, String key) {
        Object last = values.isEmpty() ? Amf.NOTHING : values.get(values.size() - 1);
        return last instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : "";
    }

    /** 5.4.3 to 5.4.5, 7.1.7: what a server expects an answer to. */
    private void control(Message message) throws IOException {
        ByteBuffer payload = ByteBuffer.wrap(message.payload());
        if (message.type() == Message.WINDOW_SIZE && payload.remaining() >= 4) {
            window = Math.max(1, payload.getInt());
        } else if (message.type() == Message.USER_CONTROL && payload.remaining() >= 6 && payload.getShort() == PING) {
            byte[] pong = ByteBuffer.allocate(6)
                    .putShort((short) PONG)
                    .putInt(payload.getInt())
                    .array();
            writer.write(CONTROL, new Message(Message.USER_CONTROL, 0, 0, pong));
        }
        if (reader.octets() - acknowledged >= window) {
            acknowledged = reader.octets();
            byte[] count = ByteBuffer.allocate(4).putInt((int) acknowledged).array();
            writer.write(CONTROL, new Message(Message.ACKNOWLEDGEMENT, 0, 0, count));
        }
    }

    /**
     * Sends FLV tags' bodies.
     *
     * @throws IOException when the connection is over, or the server has ended the stream
     */
    void send(List<FlvTag> tags) throws IOException {
        for (FlvTag tag : tags) {
            int channel = tag.type() == Message.AUDIO ? SOUND : PICTURE;
            writer.write(channel, new Message(tag.type(), stream, tag.time(), tag.body()));
        }
        out.flush();
        while (in.available() > 0) {
            Message message = reader.next();
            if (message.type() == Message.COMMAND
                    && level(Amf.read(ByteBuffer.wrap(message.payload()))).equals("error")) {
                throw new IOException("the RTMP server has ended the stream");
            }
            control(message);
        }
    }

    /** 7.2.2.5 is left out: the end of the connection says as much. From any thread. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the connection did not close", e);
        }
    }
}
