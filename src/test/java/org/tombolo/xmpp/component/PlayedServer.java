package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An XMPP server for one component, whose every word the test says. */
final class PlayedServer implements AutoCloseable {
    private static final ComponentSettings.Limits QUICK = new ComponentSettings.Limits(
            1 << 22,
            1 << 18,
            100,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(10),
            Duration.ofMillis(10));

    final ComponentStreams stream;
    private final ServerSocket port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    PlayedServer() throws IOException {
        port.setSoTimeout(20_000);
        stream = new ComponentStreams(
                List.of(new ComponentSettings(
                        "127.0.0.1",
                        port.getLocalPort(),
                        "ims.localhost",
                        "secret",
                        "localhost",
                        Optional.empty(),
                        QUICK)),
                new Random(1),
                System::nanoTime);
    }

    /** Takes the next connection of the stream. */
    Peer accept() throws IOException {
        return new Peer(port.accept());
    }

    @Override
    public void close() throws IOException {
        stream.close();
        port.close();
    }

    /** The server's end of one connection, after the handshake. */
    static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final Writer out;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            this.out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
            readTo("to='ims.localhost'>");
            write("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' from='ims.localhost' id='1'>");
            readTo("</handshake>");
            write("<handshake/>");
        }

        void write(String xml) throws IOException {
            out.write(xml);
            out.flush();
        }

        void message(String id, String content) throws IOException {
            write("<message from='juliet@localhost/b' to='alice@ims.localhost' id='" + id + "'>" + content
                    + "</message>");
        }

        String readTo(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int character = in.read();
                assertThat(character).as("after " + text).isNotNegative();
                text.append((char) character);
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
