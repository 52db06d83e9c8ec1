package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    private final RecordingHandler handler = new RecordingHandler();
    private PlayedServer server;
    private ComponentStreams stream;

    @BeforeEach
    void listen() throws IOException {
        server = new PlayedServer();
        stream = server.stream;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aStanzaNestedDeeplyEndsAloneAndItsSenderHears() throws IOException {
        stream.start(handler);
        try (PlayedServer.Peer peer = server.accept()) {
            peer.message(
                    "deep",
                    "<body>hi</body><x xmlns='urn:x'>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</x>");
            peer.message("next", "<body>still here</body>");
            assertThat(peer.readTo("</message>")).contains("id='deep'").contains("bad-request");
            handler.await(m -> m.id().equals("next"));
            assertThat(handler.messages).extracting(XmppMessage::id).containsExactly("next");
            assertThat(stream.isUp("ims.localhost")).isTrue();
        }
    }

    @Test
    void aStanzaNestedLikeOrdinaryOnesIsTaken() throws IOException {
        stream.start(handler);
        try (PlayedServer.Peer peer = server.accept()) {
            peer.message("html", "<body>hi</body><x xmlns='urn:x'>" + "<a>".repeat(40) + "</a>".repeat(40) + "</x>");
            handler.await(m -> m.id().equals("html"));
        }
    }

    @Test
    void aHandlerThatRunsOutOfStackEndsTheStanzaOnly() throws IOException {
        stream.start(failing(new StackOverflowError("as the test asked")));
        try (PlayedServer.Peer peer = server.accept()) {
            peer.message("throw", "<body>hi</body>");
            peer.message("next", "<body>still here</body>");
            handler.await(m -> m.id().equals("next"));
            assertThat(peer.readTo("</message>")).contains("internal-server-error");
        }
    }

    @Test
    void afterAnyOtherErrorTheStreamComesBack() throws IOException {
        stream.start(failing(new AssertionError("as the test asked")));
        try (PlayedServer.Peer peer = server.accept()) {
            peer.message("throw", "<body>hi</body>");
            try (PlayedServer.Peer second = server.accept()) {
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
            public void up(String domain) {
                handler.up(domain);
            }

            @Override
            public void down(String domain, String reason) {
                handler.down(domain, reason);
            }
        };
    }
}
