package org.tombolo.gateway.interconnection.call;

import org.tombolo.peer.Container;

class JingleLibertyIT extends JingleContract {
    JingleLibertyIT() {
        super(Container.LIBERTY);
    }
}
