/** The registrar of standalone mode (RFC 3261 10) with digest authentication (RFC 8760, RFC 2617), so that a softphone can try the gateway without an IMS core; and where requests to a user have to go in either mode. */
@NullMarked
package org.tombolo.registrar;

import org.jspecify.annotations.NullMarked;
