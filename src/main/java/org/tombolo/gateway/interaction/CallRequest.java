package org.tombolo.gateway.interaction;

import java.util.Optional;
import org.tombolo.identity.TelNumber;

/**
 * What a client asks for.
 *
 * @param caller who is called first
 * @param callee who is called when the caller has answered
 * @param sink where the events go, besides their stream
 * @param recording whether the call shall be recorded
 */
public record CallRequest(
        TelNumber caller, TelNumber callee, Optional<Sink> sink, boolean recording, Requester requester) {}
