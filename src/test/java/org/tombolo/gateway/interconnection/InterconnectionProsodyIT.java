package org.tombolo.gateway.interconnection;

import org.tombolo.peer.Prosody;
import org.tombolo.peer.XmppServer;

/** Messages through the gateway and Prosody. */
class InterconnectionProsodyIT extends InterconnectionContract {
    @Override
    XmppServer startServer() throws Exception {
        return Prosody.started();
    }
}
