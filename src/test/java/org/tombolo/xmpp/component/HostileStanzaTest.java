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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;

/** Whatever a stanza holds, the stream goes on or comes back. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileStanzaTest {
    private static final ComponentSettings.Limits QUICK = new ComponentSettings.Limits(
            1 << 22,
            1 << 18,
            100,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(10),
            Duration.ofMillis(10));

    private final RecordingHandler handler = new RecordingHandler();
    private ServerSocket port;
    private ComponentStream stream;

    /** The server's end of one connection, after the handshake. */
    private final class Peer implements AutoCloseable {
        private final Socket socket = port.accept();
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        private final Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);

        Peer() throws IOException {
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

    @BeforeEach
    void listen() throws IOException {
        port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        port.setSoTimeout(20_000);
        stream = new ComponentStream(
                new ComponentSettings("127.0.0.1", port.getLocalPort(), "ims.localhost", "secret", "localhost", QUICK),
                new Random(1),
                System::nanoTime);
    }

    @AfterEach
    void stop() throws IOException {
        stream.close();
        port.close();
    }

    @Test
    void aStanzaNestedDeeplyEndsAloneAndItsSenderHears() throws IOException {
        stream.start(handler);
        try (Peer peer = new Peer()) {
            peer.message(
                    "deep",
                    "<body>hi</body><x xmlns='urn:x'>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</x>");
            peer.message("next", "<body>still here</body>");
            assertThat(peer.readTo("</message>")).contains("id='deep'").contains("bad-request");
            handler.await(m -> m.id().equals("next"));
            assertThat(handler.messages).extracting(XmppMessage::id).containsExactly("next");
            assertThat(stream.isUp()).isTrue();
        }
    }

    @Test
    void aStanzaNestedLikeOrdinaryOnesIsTaken() throws IOException {
        stream.start(handler);
        try (Peer peer = new Peer()) {
            peer.message("html", "<body>hi</body><x xmlns='urn:x'>" + "<a>".repeat(40) + "</a>".repeat(40) + "</x>");
            handler.await(m -> m.id().equals("html"));
        }
    }

    @Test
    void aHandlerThatRunsOutOfStackEndsTheStanzaOnly() throws IOException {
        stream.start(failing(new StackOverflowError("as the test asked")));
        try (Peer peer = new Peer()) {
            peer.message("throw", "<body>hi</body>");
            peer.message("next", "<body>still here</body>");
            handler.await(m -> m.id().equals("next"));
            assertThat(peer.readTo("</message>")).contains("internal-server-error");
        }
    }

    @Test
    void afterAnyOtherErrorTheStreamComesBack() throws IOException {
        stream.start(failing(new AssertionError("as the test asked")));
        try (Peer peer = new Peer()) {
            peer.message("throw", "<body>hi</body>");
            try (Peer second = new Peer()) {
                second.message("next", "<body>still here</body>");
                handler.await(m -> m.id().equals("next"));
                assertThat(handler.downs.get()).isEqualTo(1);
            }
        }
    }

    private XmppHandler failing(Error error) {
        AtomicInteger thrown = new AtomicInteger();
        return new XmppHandler() {
            @Override
            public void message(XmppMessage message) {
                if (message.id().equals("throw") && thrown.getAndIncrement() == 0) {
                    throw error;
                }
                handler.message(message);
            }

            @Override
            public void up() {
                handler.up();
            }

            @Override
            public void down(String reason) {
                handler.down(reason);
            }
        };
    }
}
