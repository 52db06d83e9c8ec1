/** Decides which gateway serves a request that starts something: an ordered list of rules, the first that wants it has it, and what none wants goes on its way (3GPP TS 24.229 5.7). */
@NullMarked
package org.tombolo.routing;

import org.jspecify.annotations.NullMarked;
