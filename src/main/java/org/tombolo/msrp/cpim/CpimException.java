package org.tombolo.msrp.cpim;

/** Octets that are no CPIM message, or no notification; the message says what was wrong with what. */
public final class CpimException extends Exception {
    public CpimException(String message) {
        super(message);
    }
}
