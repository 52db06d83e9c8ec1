package org.tombolo.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * A port that we listen on.
 *
 * @param setting key of the port's setting
 * @param transport {@code http}, {@code https}, {@code udp}, {@code tcp} or {@code tls}
 * @param host address to bind
 * @param port 1 to 65535
 */
record Endpoint(String setting, String transport, String host, int port) {

    /**
     * Binds the port for a moment, because the container's connectors only log that they cannot.
     *
     * @throws StartException when the port is taken, not allowed to us or the address is not ours
     */
    void check() throws StartException {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            if (transport.equals("udp")) {
                new DatagramSocket(address).close();
            } else {
                bindStream(address);
            }
        } catch (UnknownHostException e) {
            throw new StartException("tombolo.bind is \"" + host + "\", but must be an address of this machine", e);
        } catch (BindException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw new StartException("cannot listen on " + this + ": " + e.getMessage(), e);
        }
    }

    private static void bindStream(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As the connectors do: a port with connections in TIME_WAIT is free.
            socket.setReuseAddress(true);
            socket.bind(address);
        }
    }

    private StartException refusal(BindException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("assign")) {
            return new StartException("tombolo.bind is \"" + host + "\", but must be an address of this machine", e);
        }
        String why = reason.contains("denied") ? "not allowed for this user" : "busy";
        return new StartException("port " + this + " is " + why + "; choose another by " + setting, e);
    }

    @Override
    public String toString() {
        return port + "/" + transport + " on " + host;
    }
}
