package org.tombolo.msrp;

import org.tombolo.msrp.wire.MsrpPath;

/**
 * The relays that we are reached through (RFC 4976).
 *
 * @param relays the one we connect to first; each next one is reached through those before
 * @param user name for all of them
 */
public record RelayOptions(MsrpPath relays, String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "RelayOptions[" + relays.text() + ", " + user + "]";
    }
}
