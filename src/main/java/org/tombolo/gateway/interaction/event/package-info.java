/** What becomes known of calls: each change is a CloudEvent 1.0 in CAMARA's shape, made durable first, then streamed and delivered to the client's sink. Nothing here can slow or stop a call. */
@NullMarked
package org.tombolo.gateway.interaction.event;

import org.jspecify.annotations.NullMarked;
