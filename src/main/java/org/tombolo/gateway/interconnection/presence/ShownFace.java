package org.tombolo.gateway.interconnection.presence;

/** The face of an XMPP user as one watcher is shown it. Safe for all threads. */
final class ShownFace {
    private final Faces faces;
    private final Pair pair;
    private final Runnable changed;
    private volatile boolean wanted;
    private volatile boolean looking;
    private volatile Face face = Face.NONE;

    /** @param changed run when there is another one */
    ShownFace(Faces faces, Pair pair, Runnable changed) {
        this.faces = faces;
        this.pair = pair;
        this.changed = changed;
    }

    Face now() {
        return face;
    }

    /**
     * Looks once she may be seen, and is there (XEP-0153 4.1).
     *
     * @return whether there is another one at once; of one that comes later the watcher is told
     */
    boolean look(Resources resources, SipWatch.State state) {
        if (state != SipWatch.State.ACTIVE || !resources.anyAvailable()) {
            return false;
        }
        Face before = face;
        wanted = true;
        looking = true;
        faces.look(pair.ims(), pair.xmpp(), resources.photo(), this::seen);
        // In this order: what is seen meanwhile is told once too often rather than not.
        looking = false;
        return !face.equals(before);
    }

    private void seen(Face seen) {
        if (wanted && !seen.equals(face)) {
            face = seen;
            if (!looking) {
                changed.run();
            }
        }
    }

    /** Nobody watches any more. */
    void forget() {
        wanted = false;
        face = Face.NONE;
    }
}
