package org.tombolo.identity;

import java.util.List;

/** Whom portal users let watch what phones share with them. Lookups are answered from memory. */
public interface Guests {
    /** How many one user may have. */
    int MOST = 100;

    /** Whether a host lets somebody watch. */
    boolean has(WebUser host, WebUser guest);

    /** The guests of a host, by name. */
    List<WebUser> of(WebUser host);

    /**
     * Lets somebody watch from now on.
     *
     * @return false when the host has {@link #MOST} already
     */
    boolean add(WebUser host, WebUser guest);

    /** Lets somebody watch no more; false when she was no guest. */
    boolean remove(WebUser host, WebUser guest);
}
