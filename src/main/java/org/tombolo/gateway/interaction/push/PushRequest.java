package org.tombolo.gateway.interaction.push;

import java.time.Duration;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.identity.Address;

/**
 * What a client asks for.
 *
 * @param from who is shown as its sender
 * @param to the IMS user who gets it
 * @param call the call in progress that it belongs to
 * @param lifetime how long it may wait, when that shall be shorter than usual
 * @param sink where its events go, besides their stream
 */
public record PushRequest(
        Address from,
        Address to,
        PushContent content,
        Optional<CallId> call,
        Optional<Duration> lifetime,
        Optional<Sink> sink,
        Requester requester) {}
