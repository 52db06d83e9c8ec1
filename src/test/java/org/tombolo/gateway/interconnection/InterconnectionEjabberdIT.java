package org.tombolo.gateway.interconnection;

import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.XmppServer;

/** Messages through the gateway and ejabberd. */
class InterconnectionEjabberdIT extends InterconnectionContract {
    @Override
    XmppServer startServer() throws Exception {
        return Ejabberd.started();
    }
}
