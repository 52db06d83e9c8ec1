/**
 * OAuth 2.0 over HTTP for the clients that administrators registered: tokens by client credentials (RFC 6749 4.4), what we can do
 * (RFC 8414), and our public keys (RFC 7517).
 */
@NullMarked
package org.tombolo.web.oauth;

import org.jspecify.annotations.NullMarked;
