/** Access tokens of the embedded issuer: JSON Web Tokens (RFC 7519) signed with ES256 (RFC 7518 3.4), and the scopes that exist. Only this package knows the token library. */
@NullMarked
package org.tombolo.web.token;

import org.jspecify.annotations.NullMarked;
