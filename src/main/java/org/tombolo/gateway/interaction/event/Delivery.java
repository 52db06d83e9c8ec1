package org.tombolo.gateway.interaction.event;

import org.tombolo.gateway.interaction.Sink;

/**
 * An event on its way to a sink.
 *
 * @param owner who asked for what it happened to, see {@link org.tombolo.gateway.interaction.Requester#name}
 */
public record Delivery(SinkEvent event, Sink sink, String owner) {}
