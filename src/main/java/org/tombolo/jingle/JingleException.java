package org.tombolo.jingle;

/** A {@code <jingle/>} that is none, or more of it than is taken. */
public final class JingleException extends Exception {
    private static final long serialVersionUID = 1L;

    public JingleException(String message) {
        super(message);
    }
}
