package org.tombolo.web.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.identity.Jid;
import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.XmppClient;
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
        try (Ejabberd server = Ejabberd.withPortalUsers(data.resolve("chat.jwk"))) {
            try (XmppClient alice = signIn(server, "alice", good)) {
                assertThat(alice.address()).startsWith("alice@" + DOMAIN);
            }
            String old = password(Clock.offset(now, Duration.ofMinutes(-6)));
            refused(server, "bob", good);
            refused(server, "alice", old);
            refused(server, "alice", good.substring(0, good.length() - 4) + "AAAA");
        }
    }

    private String password(Clock clock) throws Exception {
        return ChatKey.open(data, clock)
                .credential(new Jid("alice", DOMAIN, ""))
                .password();
    }

    private static void refused(Ejabberd server, String user, String password) {
        assertThatThrownBy(() -> signIn(server, user, password).close()).isInstanceOf(SASLErrorException.class);
    }

    private static XmppClient signIn(Ejabberd server, String user, String password) throws Exception {
        return XmppClient.signIn(server.clientPort(), DOMAIN, user, password, "portal");
    }
}
