package org.tombolo.xmpp.component;

/** The XMPP server answered and does not take us as this component. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String condition) {
        super(condition);
    }
}
