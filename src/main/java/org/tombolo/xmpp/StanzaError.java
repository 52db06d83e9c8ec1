package org.tombolo.xmpp;

/**
 * A stanza error (RFC 6120 8.3).
 *
 * @param condition one of the defined conditions, such as {@code item-not-found}
 * @param type {@code auth}, {@code cancel}, {@code continue}, {@code modify} or {@code wait}
 * @param text words for a person, may be empty
 * @param redirect the address inside {@code <gone/>} or {@code <redirect/>}, else empty
 */
public record StanzaError(String condition, String type, String text, String redirect) {}
