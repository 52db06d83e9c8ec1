/** Access tokens, of the embedded issuer or of an OpenID provider: JSON Web Tokens (RFC 7519, RFC 9068), and the scopes that exist; and the keys that sign events and chat credentials. Only this package knows the token library. */
@NullMarked
package org.tombolo.web.token;

import org.jspecify.annotations.NullMarked;
