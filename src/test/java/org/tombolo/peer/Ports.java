package org.tombolo.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ports that this JVM alone gives away: until it ends it holds a block of them, by a lock on a file, so that forks of a
 * test run and other runs on the machine never take the same. All lie below those that the system gives to clients
 * ({@code ip_local_port_range}), where any connection may hold one for a while.
 */
public final class Ports {
    private static final int FIRST = 10_000;

    /** No browser opens it (Fetch Standard 2.9, "bad port"), the only one in our range. */
    private static final int BAD = 10_080;

    private static final int BLOCK = 1_000;
    private static final int BLOCKS = 21;
    private static final Ports ours = claim();

    private final int first;
    private final FileLock held;
    private int next;

    private Ports(int first, FileLock held) {
        this.first = first;
        this.held = held;
        this.next = first;
    }

    private static Ports claim() {
        for (int block = 0; block < BLOCKS; block++) {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "tombolo-ports-" + block + ".lock");
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new Ports(FIRST + block * BLOCK, lock);
                }
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("cannot lock " + file, e);
            }
        }
        throw new IllegalStateException("all " + BLOCKS + " blocks of ports are taken: see tombolo-ports-*.lock");
    }

    /** A port that is free for UDP and TCP. */
    public static int free() {
        return free(1);
    }

    /** The first, an even one, of so many neighbours that are free for UDP and TCP. */
    public static int free(int count) {
        return ours.take(count);
    }

    /** So many neighbours as a setting has them: {@code FIRST-LAST}. */
    public static String range(int count) {
        int first = free(count);
        return first + "-" + (first + count - 1);
    }

    // One after the other, so that a port rests for long before it is given again.
    private synchronized int take(int count) {
        if (!held.isValid()) {
            throw new IllegalStateException("the lock on our ports is gone");
        }
        for (int tried = 0; tried < BLOCK; tried += count) {
            int candidate = next + count > first + BLOCK ? first : next + next % 2;
            next = candidate + count;
            if ((count > 1 || candidate != BAD) && allFree(candidate, count)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no " + count + " free ports from " + first);
    }

    private static boolean allFree(int candidate, int count) {
        for (int port = candidate; port < candidate + count; port++) {
            if (!bindable(port)) {
                return false;
            }
        }
        return true;
    }

    // On every address: a test may want the port on another one of 127/8.
    private static boolean bindable(int port) {
        try (DatagramSocket udp = new DatagramSocket(port);
                ServerSocket tcp = new ServerSocket(port)) {
            return udp.isBound() && tcp.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody listens on a TCP port of 127.0.0.1. */
    public static boolean listening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
