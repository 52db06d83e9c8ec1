package org.tombolo.routing;

import java.util.function.Predicate;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipRequest;

/**
 * One rule of routing.
 *
 * @param name what is served, in the trace
 * @param wants whether this rule takes the request; must not block
 * @param handler what serves it
 */
public record Rule(String name, Predicate<SipRequest> wants, SipHandler handler) {}
