package org.tombolo.sip.orphan;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.DialogRecord;

/**
 * Sends BYE or CANCEL for dialogs of an earlier process: a few non-INVITE transactions of our own (RFC 3261 17.1.2), over
 * UDP from one port, and over TCP on a connection each. Those over TLS are left to the parties' session timers.
 */
public final class OrphanedDialogs {
    private static final Logger log = LoggerFactory.getLogger(OrphanedDialogs.class);
    private static final String COOKIE = "z9hG4bK";
    private static final int BRANCH_BYTES = 12;
    private static final int LARGEST = 65_535;
    private static final Duration TCP_PATIENCE = Duration.ofSeconds(2);
    // Timer E (RFC 3261 17.1.2.2) with T1 = 500 ms; a phone that has not answered four times is gone, too.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private final InetAddress from;
    private final RandomGenerator random;

    /** @param from the address that requests leave from */
    public OrphanedDialogs(InetAddress from, RandomGenerator random) {
        this.from = from;
        this.random = random;
    }

    /**
     * Ends them. Blocks until all have answered, for six seconds at most and two more for each that is reached over TCP.
     *
     * @return how many of those that could be asked did not answer a BYE
     */
    public int end(List<DialogRecord> dialogs) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            Map<String, Farewell> unanswered = new ConcurrentHashMap<>();
            for (DialogRecord dialog : dialogs) {
                written(dialog, sentBy(socket)).ifPresent(f -> unanswered.put(f.branch(), f));
            }
            overTcp(unanswered);
            overUdp(socket, unanswered);
            return unanswered.size();
        } catch (IOException e) {
            log.warn("dialogs of the earlier process cannot be ended: {}", e.toString());
            return dialogs.size();
        }
    }

    private static String sentBy(DatagramSocket socket) {
        String host = socket.getLocalAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort();
    }

    private Optional<Farewell> written(DialogRecord dialog, String sentBy) {
        byte[] bytes = new byte[BRANCH_BYTES];
        random.nextBytes(bytes);
        String branch = COOKIE + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            Farewell farewell = Farewell.of(dialog, branch, sentBy);
            if (!farewell.hop().secure()) {
                return Optional.of(farewell);
            }
            log.info("a dialog over TLS is left to the session timer of its party: {}", dialog.callId());
        } catch (IllegalArgumentException e) {
            log.warn("a dialog of the earlier process cannot be ended: {}", e.getMessage());
        }
        return Optional.empty();
    }

    private void overUdp(DatagramSocket socket, Map<String, Farewell> unanswered) throws IOException {
        for (Duration pause : PAUSES) {
            for (Farewell farewell : new ArrayList<>(unanswered.values())) {
                send(socket, farewell);
            }
            listen(socket, unanswered, pause);
            if (unanswered.isEmpty()) {
                return;
            }
        }
    }

    private static void send(DatagramSocket socket, Farewell farewell) {
        try {
            InetSocketAddress to =
                    new InetSocketAddress(farewell.hop().host(), farewell.hop().port());
            socket.send(new DatagramPacket(farewell.bytes(), farewell.bytes().length, to));
        } catch (IOException | IllegalArgumentException e) {
            log.debug("cannot reach {}", farewell.hop(), e);
        }
    }

    private static void listen(DatagramSocket socket, Map<String, Farewell> unanswered, Duration time)
            throws IOException {
        long end = System.nanoTime() + time.toNanos();
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!unanswered.isEmpty()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            socket.setSoTimeout((int) left);
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                answered(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8), unanswered);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    /** Any final response ends the transaction: 481 says that there is nothing left to end. */
    private static void answered(String response, Map<String, Farewell> unanswered) {
        if (response.matches("(?s)SIP/2\\.0 [2-6]\\d\\d.*")) {
            response.lines()
                    .filter(line ->
                            line.regionMatches(true, 0, "Via:", 0, 4) || line.regionMatches(true, 0, "v:", 0, 2))
                    .findFirst()
                    .ifPresent(via -> unanswered.remove(Hop.parameter(via, "branch")));
        }
    }

    private void overTcp(Map<String, Farewell> unanswered) {
        unanswered.values().stream().filter(f -> f.hop().tcp()).forEach(farewell -> {
            unanswered.remove(farewell.branch());
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(from, 0));
                socket.setSoTimeout((int) TCP_PATIENCE.toMillis());
                socket.connect(
                        new InetSocketAddress(
                                farewell.hop().host(), farewell.hop().port()),
                        (int) TCP_PATIENCE.toMillis());
                socket.getOutputStream().write(farewell.bytes());
                InputStream answer = socket.getInputStream();
                answer.readNBytes("SIP/2.0 200".length());
            } catch (IOException e) {
                log.info("the party at {} does not answer: {}", farewell.hop(), e.toString());
            }
        });
    }
}
