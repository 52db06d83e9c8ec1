package org.tombolo.web.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.identity.Jid;
import org.tombolo.peer.Ejabberd;
import org.tombolo.web.token.ChatKey;

/** The portal's credential at ejabberd, whose auth_method jwt takes it without any module of ours. */
class EjabberdSignInIT {
    private static final String DOMAIN = "web.localhost";

    @TempDir
    private Path data;

    @Test
    void aCredentialOpensItsOwnAddressUntilItExpires() throws Exception {
        Clock now = Clock.systemUTC();
        String good = password(now);
        String old = password(Clock.offset(now, Duration.ofMinutes(-6)));
        try (Ejabberd server = Ejabberd.withPortalUsers(data.resolve("chat.jwk"))) {
            assertThat(signIn(server, "alice", good)).startsWith("<success ");
            assertThat(signIn(server, "bob", good)).contains("<not-authorized/>");
            assertThat(signIn(server, "alice", old)).contains("<not-authorized/>");
            String forged = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(43);
            assertThat(signIn(server, "alice", forged)).contains("<not-authorized/>");
        }
    }

    private String password(Clock clock) throws IOException {
        return ChatKey.open(data, clock)
                .credential(new Jid("alice", DOMAIN, ""))
                .password();
    }

    /** The server's answer to SASL PLAIN (RFC 6120 6.4, RFC 4616). */
    private static String signIn(Ejabberd server, String user, String password) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort())) {
            socket.setSoTimeout(10_000);
            say(
                    socket,
                    "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='" + DOMAIN
                            + "' version='1.0'>");
            assertThat(heard(socket, "</stream:features>")).contains("<mechanism>PLAIN</mechanism>");
            String initial = Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8));
            say(socket, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + initial + "</auth>");
            return heard(socket, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "</failure>");
        }
    }

    private static void say(Socket socket, String xml) throws IOException {
        socket.getOutputStream().write(xml.getBytes(UTF_8));
    }

    private static String heard(Socket socket, String... ends) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder heard = new StringBuilder();
        while (java.util.Arrays.stream(ends).noneMatch(end -> heard.indexOf(end) >= 0)) {
            int next = in.read();
            assertThat(next).as("the stream ended after %s", heard).isNotNegative();
            heard.append((char) next);
        }
        return heard.toString();
    }
}
