package org.tombolo.xmpp.component;

import org.tombolo.peer.Authority;
import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.XmppServer;

/** The component stream on ejabberd. */
class ComponentStreamEjabberdIT extends ComponentStreamContract {
    @Override
    XmppServer startServer(Authority.Issued certificate) throws Exception {
        return Ejabberd.secured(certificate);
    }
}
