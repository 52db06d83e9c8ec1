/** What browsers and API clients see: REST resources (JAX-RS), server-sent events, sign-in and media over HTTP. Resources are thin: they check the request, ask a gateway, and write the answer in the API's own words. */
@NullMarked
package org.tombolo.web;

import org.jspecify.annotations.NullMarked;
