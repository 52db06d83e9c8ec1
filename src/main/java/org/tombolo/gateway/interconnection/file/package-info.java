/** Files between IMS and XMPP: by MSRP on one side (RFC 5547), as links to HTTP on the other (XEP-0066). */
@NullMarked
package org.tombolo.gateway.interconnection.file;

import org.jspecify.annotations.NullMarked;
