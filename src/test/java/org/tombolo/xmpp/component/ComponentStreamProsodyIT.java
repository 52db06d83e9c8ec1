package org.tombolo.xmpp.component;

import org.tombolo.peer.Authority;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.XmppServer;

/** The component stream on Prosody. */
class ComponentStreamProsodyIT extends ComponentStreamContract {
    @Override
    XmppServer startServer(Authority.Issued certificate) throws Exception {
        return Prosody.secured(certificate);
    }
}
