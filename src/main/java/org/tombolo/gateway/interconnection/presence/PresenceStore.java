package org.tombolo.gateway.interconnection.presence;

import java.util.List;
import org.tombolo.identity.Jid;

/** Who watches whom across the two networks, kept for good. Called on one thread; may block. */
public interface PresenceStore {

    /**
     * That somebody watches somebody.
     *
     * @param watcher the side of the watcher; the other side has the presentity
     * @param uri the IMS user
     * @param ims the same user as XMPP sees her, bare
     * @param xmpp the XMPP user, bare
     * @param authorised whether the presentity has agreed
     */
    record Row(Side watcher, String uri, Jid ims, Jid xmpp, boolean authorised) {
        Pair pair() {
            return new Pair(uri, ims, xmpp);
        }
    }

    /** One of the two networks. */
    enum Side {
        IMS,
        XMPP
    }

    /** All rows. */
    List<Row> all();

    /** Writes rows, new or changed, and removes others, all or nothing; it is on disk when this returns. */
    void commit(List<Row> written, List<Row> removed);
}
