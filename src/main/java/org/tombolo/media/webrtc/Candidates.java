package org.tombolo.media.webrtc;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our host candidates (RFC 8445 5.1.1.1): where browsers may reach the one UDP port. */
public final class Candidates {
    private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);
    private static final int HOST_PREFERENCE = 126; // RFC 8445 5.1.2.2
    private static final int MOST = 8;

    private final List<InetAddress> addresses;
    private final int port;

    private Candidates(List<InetAddress> addresses, int port) {
        this.addresses = List.copyOf(addresses);
        this.port = port;
    }

    /**
     * What others are told: the public host, by all its addresses when it is a name; when it has none that leads here, as a name
     * that only others can resolve, the address we listen on, or those of all interfaces.
     *
     * @param bind address we listen on
     * @param publicHost name or address that others see; the same as the bind address when none was set
     * @throws IOException when the bind address is none
     */
    public static Candidates of(String bind, String publicHost, int port) throws IOException {
        InetAddress listening = InetAddress.getByName(bind);
        List<InetAddress> found = addressesOf(publicHost)
                .filter(ip -> !ip.isAnyLocalAddress())
                .filter(ip -> reaches(listening, ip))
                .toList();
        if (found.isEmpty()) {
            LOG.warn("browsers are told {} for WebRTC: {} has no address here that leads to it", bind, publicHost);
            found = listening.isAnyLocalAddress()
                    ? interfaces().filter(ip -> reaches(listening, ip)).toList()
                    : List.of(listening);
        }
        return new Candidates(found.stream().limit(MOST).toList(), port);
    }

    private static Stream<InetAddress> addressesOf(String publicHost) {
        try {
            return Arrays.stream(InetAddress.getAllByName(publicHost));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }

    /** A socket on an IPv6 wildcard takes IPv4 as well; all others take their own family. */
    private static boolean reaches(InetAddress listening, InetAddress candidate) {
        boolean both = listening instanceof Inet6Address && listening.isAnyLocalAddress();
        return both || listening.getClass() == candidate.getClass();
    }

    private static Stream<InetAddress> interfaces() throws IOException {
        List<InetAddress> all = new ArrayList<>();
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (one.isUp()) {
                all.addAll(Collections.list(one.getInetAddresses()));
            }
        }
        // RFC 8445 5.1.1.1: no loopback and no link-local addresses, unless there is nothing else.
        List<InetAddress> global = all.stream()
                .filter(ip -> !ip.isLoopbackAddress() && !ip.isLinkLocalAddress())
                .toList();
        return (global.isEmpty() ? all : global).stream();
    }

    /** The default one (RFC 8839 4.2.1.2). */
    public String host() {
        return addresses.get(0).getHostAddress();
    }

    public int port() {
        return port;
    }

    /** Values of {@code a=candidate} (RFC 8839 5.1). */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            long priority = ((long) HOST_PREFERENCE << 24) + ((65535L - i) << 8) + 255; // RFC 8445 5.1.2.1, component 1
            String address = addresses.get(i).getHostAddress();
            lines.add((i + 1) + " 1 udp " + priority + " " + address + " " + port + " typ host");
        }
        return lines;
    }
}
