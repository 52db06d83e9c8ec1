package org.tombolo.gateway.interaction.push;

import java.util.Locale;

/**
 * How far a push is.
 *
 * <pre>
 * ACCEPTED -> SENDING <-> WAITING      and from all three
 *          -> DELIVERED, REFUSED, EXPIRED or CANCELLED, which are final
 * </pre>
 *
 * {@link PushQueue} is the only place that moves a push.
 */
public enum PushState {
    /** It is durable and on its way. */
    ACCEPTED,
    /** A phone takes the file. */
    SENDING,
    /** The user could not be reached; it is tried again. */
    WAITING,
    /** The phone has it, or the network has taken it for the phone. */
    DELIVERED,
    /** The phone or the network does not want it. */
    REFUSED,
    /** Its time is over. */
    EXPIRED,
    /** Its client took it back. */
    CANCELLED;

    /** The API's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing follows. */
    public boolean isFinal() {
        return ordinal() >= DELIVERED.ordinal();
    }
}
