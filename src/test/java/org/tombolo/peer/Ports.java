package org.tombolo.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Free ports on loopback, and whether somebody listens on one. */
public final class Ports {
    private Ports() {}

    /** A free TCP port from a range. */
    public static int free(int first, int last) throws IOException {
        for (int port = first; port <= last; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
                return port;
            } catch (IOException e) {
                // the next one
            }
        }
        throw new IOException("no free port from " + first + " to " + last);
    }

    /** A UDP port of 127.0.0.1 that is free now. */
    public static int freeUdp() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }

    /** A port that is free for UDP and TCP, and the one behind it for TLS; below the range from which the system gives ports away. */
    public static int freeForSip() throws IOException {
        for (int port = 25000; port < 26000; port += 2) {
            if (bindable(port) && bindable(port + 1)) {
                return port;
            }
        }
        throw new IOException("no free port for SIP from 25000 to 25999");
    }

    private static boolean bindable(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        try (DatagramSocket udp = new DatagramSocket(address);
                ServerSocket tcp = new ServerSocket()) {
            tcp.bind(address);
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    public static boolean listening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
