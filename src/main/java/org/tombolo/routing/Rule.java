package org.tombolo.routing;

import java.util.Set;
import java.util.function.Predicate;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipRequest;

/**
 * One rule of routing.
 *
 * @param name what is served, in the trace
 * @param wants whether this rule takes the request; must not block
 * @param handler what serves it
 * @param extensions option tags that a request may require of it (RFC 3261 8.2.2.3)
 */
public record Rule(String name, Predicate<SipRequest> wants, SipHandler handler, Set<String> extensions) {

    /** One that serves without extensions. */
    public Rule(String name, Predicate<SipRequest> wants, SipHandler handler) {
        this(name, wants, handler, Set.of());
    }
}
