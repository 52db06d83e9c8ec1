package org.tombolo.media.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens RTP sessions on port pairs of one range; a few threads serve them all. */
public final class RtpReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtpReceiver.class);
    private static final int BIND_ATTEMPTS = 16;
    /** So many cost a thread less than a tenth of its time, at 720p. */
    private static final int GATHERED = 64;

    private final InetAddress bind;
    private final PortPool ports;
    private final RtpCounts counts = new RtpCounts();
    private final List<RtpLoop> loops = new ArrayList<>();

    /**
     * @param bind address of the sockets
     * @param firstPort first even port
     * @param lastPort last port
     * @param threads at least 1
     * @throws IOException when the system gives us no selector
     */
    public RtpReceiver(InetAddress bind, int firstPort, int lastPort, int threads) throws IOException {
        this.bind = bind;
        this.ports = new PortPool(firstPort, lastPort);
        for (int i = 0; i < threads; i++) {
            loops.add(new RtpLoop("rtp-" + i));
        }
    }

    /**
     * Opens a session.
     *
     * @return none when no pair of ports is left
     */
    public Optional<RtpSession> open(RtpParameters parameters, Depacketizer depacketizer, RtpListener listener) {
        for (int attempt = 0; attempt < BIND_ATTEMPTS; attempt++) {
            OptionalInt port = ports.take();
            if (port.isEmpty()) {
                return Optional.empty();
            }
            Optional<RtpSession> session = bound(port.getAsInt(), parameters, depacketizer, listener);
            if (session.isPresent()) {
                return session;
            }
        }
        return Optional.empty();
    }

    private Optional<RtpSession> bound(int port, RtpParameters parameters, Depacketizer out, RtpListener listener) {
        DatagramChannel rtp = null;
        DatagramChannel rtcp = null;
        try {
            rtp = RtpLoop.socket(new InetSocketAddress(bind, port));
            rtcp = RtpLoop.socket(new InetSocketAddress(bind, port + 1));
            RtpLoop loop = loop();
            var session =
                    new RtpSession(port, rtp, rtcp, parameters, out, listener, loop, counts, () -> ports.release(port));
            loop.add(session, rtp, rtcp);
            return Optional.of(session);
        } catch (IOException e) {
            LOG.warn("RTP ports {} and {} cannot be used: {}", port, port + 1, e.getMessage());
            RtpLoop.close(rtp);
            RtpLoop.close(rtcp);
            ports.release(port);
            return Optional.empty();
        }
    }

    /** Few sessions gather on one thread, which wakes up once for several of them; many are spread. */
    private RtpLoop loop() {
        return loops.stream()
                .filter(loop -> loop.load() < GATHERED)
                .findFirst()
                .orElseGet(() -> Collections.min(loops, Comparator.comparingInt(RtpLoop::load)));
    }

    /** What has come. */
    public RtpCounts counts() {
        return counts;
    }

    /** Port pairs in use. */
    public int openPairs() {
        return ports.taken();
    }

    /** Port pairs there are. */
    public int pairs() {
        return ports.size();
    }

    /** Closes all sessions and ends the threads. */
    @Override
    public void close() {
        loops.forEach(RtpLoop::close);
    }
}
