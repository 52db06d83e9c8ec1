/**
 * Documents of an operator's XDM servers, read by XCAP (RFC 4825): presence rules and the lists that they refer to, in a
 * bounded cache that is kept fresh by entity-tags.
 */
@NullMarked
package org.tombolo.presence.xcap;

import org.jspecify.annotations.NullMarked;
