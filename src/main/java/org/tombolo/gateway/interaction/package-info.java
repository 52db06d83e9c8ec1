/** The interaction gateway: web pages and third parties start calls between two IMS users. Third-party call control by RFC 3725, flow IV, else III; the calls as CAMARA Click to Dial 0.2 sees them. What clients send to phones is in the child {@code push}. */
@NullMarked
package org.tombolo.gateway.interaction;

import org.jspecify.annotations.NullMarked;
