package org.tombolo.gateway.interaction.event;

import org.tombolo.gateway.interaction.Sink;

/**
 * An event on its way to a sink.
 *
 * @param owner whose call it is, see {@link org.tombolo.gateway.interaction.Requester#name}
 */
public record Delivery(CallEvent event, Sink sink, String owner) {}
