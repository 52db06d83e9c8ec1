package org.tombolo.web.events;

/**
 * One event for a page.
 *
 * @param id what a client that comes back sends as {@code Last-Event-ID}
 * @param name the event's type, such as {@code status}
 * @param data JSON
 */
public record Event(String id, String name, String data) {}
