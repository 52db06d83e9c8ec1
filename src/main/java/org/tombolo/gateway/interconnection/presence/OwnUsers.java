package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import java.util.function.Function;
import org.tombolo.identity.SipAddress;
import org.tombolo.presence.xcap.Policies;

/**
 * Whose presence we serve.
 *
 * @param find the user behind a URI; their number is bounded by whoever tells them
 * @param policies who may see them
 */
public record OwnUsers(Function<String, Optional<SipAddress>> find, Policies policies) {}
