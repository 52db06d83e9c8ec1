/** The document of our own API (OpenAPI 3.0.3), for whoever writes a client. */
@NullMarked
package org.tombolo.web.openapi;

import org.jspecify.annotations.NullMarked;
