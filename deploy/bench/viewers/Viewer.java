import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.media.stun.Stun;
import org.tombolo.media.stun.StunKey;
import org.tombolo.media.stun.StunWriter;
import org.tombolo.media.webrtc.dtls.DtlsClient;
import org.tombolo.media.webrtc.dtls.DtlsDatagrams;
import org.tombolo.media.webrtc.dtls.DtlsIdentity;
import org.tombolo.media.srtp.SrtpBuffer;
import org.tombolo.media.srtp.SrtpKeys;
import org.tombolo.media.srtp.SrtpSession;
import org.tombolo.media.srtp.SrtpSource;

/** A simulated viewer: checks consent as Chromium does every few seconds, reports each second, and counts what comes. */
final class Viewer {
    static final String UFRAG = "view";
    static final String PASSWORD = "viewerviewerviewerview";
    private static final Pattern CANDIDATE = Pattern.compile("a=candidate:\\S+ 1 udp \\d+ (\\S+) (\\d+) typ host", Pattern.CASE_INSENSITIVE);

    private final DatagramChannel channel = DatagramChannel.open();
    private final DtlsDatagrams dtls = new DtlsDatagrams(this::send);
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final SrtpBuffer buffer;
    private InetSocketAddress server;
    private String username = "";
    private StunKey key;
    private boolean controlling;
    private volatile SrtpSource source;
    private volatile boolean answered;
    private int media;
    private int highest;
    long packets;
    long octets;
    long gaps;

    /** @param buffer of the thread that reports */
    Viewer(SrtpBuffer buffer) throws IOException {
        this.buffer = buffer;
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 256 << 10);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress("0.0.0.0", 0));
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Where the other side is; all of it is on this machine, so that is where we are too. */
    String host() {
        return server.getHostString();
    }

    /** Takes the other side's description. */
    void remote(String sdp) {
        Matcher candidate = CANDIDATE.matcher(sdp);
        if (!candidate.find()) {
            throw new IllegalArgumentException(sdp);
        }
        server = new InetSocketAddress(candidate.group(1), Integer.parseInt(candidate.group(2)));
        username = value(sdp, "ice-ufrag") + ":" + UFRAG;
        key = new StunKey(value(sdp, "ice-pwd"));
        controlling = sdp.contains("a=ice-lite");
    }

    static String value(String sdp, String name) {
        Matcher found = Pattern.compile("a=" + name + ":(.*?)\r?\n").matcher(sdp);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + name + " in " + sdp);
        }
        return found.group(1).trim();
    }

    /** ICE and DTLS; somebody else must {@link #read} meanwhile. */
    void connect(DtlsIdentity identity) throws IOException, InterruptedException, GeneralSecurityException {
        for (int i = 0; i < 100 && !answered; i++) {
            check();
            Thread.sleep(20);
        }
        SrtpKeys keys = DtlsClient.connect(identity, dtls);
        source = new SrtpSession(keys, false).source(ssrc);
    }

    synchronized void check() {
        byte[] transaction = new byte[12];
        ThreadLocalRandom.current().nextBytes(transaction);
        StunWriter check = new StunWriter(Stun.BINDING_REQUEST, transaction)
                .with(Stun.USERNAME, username)
                .with(Stun.PRIORITY, new byte[] {110, 0, 1, -1});
        if (controlling) {
            check.with(Stun.ICE_CONTROLLING, new byte[8]).with(Stun.USE_CANDIDATE, new byte[0]);
        } else {
            check.with(Stun.ICE_CONTROLLED, new byte[8]);
        }
        send(ByteBuffer.wrap(check.signed(key).finish()));
    }

    /** A receiver report without loss. */
    void report() throws GeneralSecurityException {
        SrtpSource out = source;
        if (out == null || media == 0) {
            return;
        }
        ByteBuffer plain = ByteBuffer.allocate(32);
        plain.put((byte) 0x81).put((byte) 201).putShort((short) 7).putInt(ssrc).putInt(media).putInt(0).putInt(highest);
        buffer.set(plain.array(), 32);
        if (out.protectControl(buffer)) {
            send(buffer.view());
        }
    }

    private void send(ByteBuffer datagram) {
        try {
            channel.send(datagram, server);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads all that waits. */
    void read(ByteBuffer datagram) throws IOException {
        for (datagram.clear(); channel.receive(datagram) != null; datagram.clear()) {
            datagram.flip();
            int first = datagram.get(0) & 0xFF;
            int type = datagram.get(1) & 0xFF;
            if (first < 4) {
                stun(datagram);
            } else if (first < 64) {
                dtls.offer(datagram);
            } else if (type < 192 || type > 223) {
                count(datagram);
            }
        }
    }

    /** Answers the other side's own checks, if it makes any. */
    private void stun(ByteBuffer datagram) {
        answered |= datagram.getShort(0) == Stun.BINDING_SUCCESS;
        if (datagram.getShort(0) == Stun.BINDING_REQUEST) {
            byte[] transaction = new byte[12];
            datagram.get(8, transaction);
            send(ByteBuffer.wrap(new StunWriter(Stun.BINDING_SUCCESS, transaction)
                    .mapped(server)
                    .signed(new StunKey(PASSWORD))
                    .finish()));
        }
    }

    private void count(ByteBuffer datagram) {
        int sequence = datagram.getShort(2) & 0xFFFF;
        if (packets > 0 && (short) (sequence - highest) > 1) {
            gaps += (short) (sequence - highest) - 1;
        }
        highest = sequence;
        media = datagram.getInt(8);
        packets++;
        octets += datagram.limit();
    }

    void close() throws IOException {
        channel.close();
    }
}
