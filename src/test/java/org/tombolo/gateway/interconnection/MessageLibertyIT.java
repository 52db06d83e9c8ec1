package org.tombolo.gateway.interconnection;

import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppServer;

/** In Open Liberty, with Prosody. */
class MessageLibertyIT extends MessageContract {
    private final Standalone standalone = Standalone.in(Container.LIBERTY);

    @Override
    XmppServer server() {
        return standalone.prosody();
    }

    @Override
    Gateway gateway() {
        return standalone.gateway();
    }
}
