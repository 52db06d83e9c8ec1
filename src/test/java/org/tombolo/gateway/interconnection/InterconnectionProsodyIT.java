package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.XmppServer;

/** Messages through the gateway and Prosody. */
class InterconnectionProsodyIT extends InterconnectionContract {
    @Override
    XmppServer startServer() throws Exception {
        return Prosody.started();
    }

    @Test
    void rfc3428_7_whatExpiresBeforeTheServerIsBackIsToldToItsSender() throws Exception {
        try (Linphone alice = phone("alice");
                MessageSender sender = new MessageSender(gateway().sipPort())) {
            server().stop();
            await().until(() -> !gateway().health().contains("\"xmpp\":{\"status\":\"up\""));
            assertThat(sender.send(JULIET, "quick", "Expires: 1\r\n")).contains(202);
            alice.awaitLog("Your message to juliet@localhost was not delivered (it expired on the way).");
        } finally {
            server().start();
            awaitXmpp();
        }
    }
}
