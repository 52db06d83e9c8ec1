/** What OAuth 2 asks of us over HTTP: our public keys (RFC 7517). */
@NullMarked
package org.tombolo.web.oauth;

import org.jspecify.annotations.NullMarked;
