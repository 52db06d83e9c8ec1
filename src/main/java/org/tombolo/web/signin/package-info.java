/** Signing in to the portal and out of it, over HTTP: the session cookie and the CSRF token. */
@NullMarked
package org.tombolo.web.signin;

import org.jspecify.annotations.NullMarked;
