/**
 * The sound of a third-party call while it passes through us: what one party says goes on to the other, and we hear keys pressed (RFC
 * 4733), play and record. G.711 alone (RFC 3551 4.5.14).
 */
@NullMarked
package org.tombolo.gateway.interaction.sound;

import org.jspecify.annotations.NullMarked;
