/** Puts the web side together: one JAX-RS application (Jakarta RESTful Web Services 2.1) built by hand, the pages, and the headers that protect both. Errors are problem details (RFC 9457), or CAMARA's ErrorInfo on CAMARA paths; JSON is read strictly (RFC 8259). */
@NullMarked
package org.tombolo.web.server;

import org.jspecify.annotations.NullMarked;
