/** TLS towards those whom we connect to. Trust is by authorities (RFC 5280) and names (RFC 6125). */
@NullMarked
package org.tombolo.tls;

import org.jspecify.annotations.NullMarked;
