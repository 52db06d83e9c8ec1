/** What is said over the pipes between the gateway and its transcoder: messages, each after its length. Both processes have these classes, and nothing else in common. */
@NullMarked
package org.tombolo.media.transcode.wire;

import org.jspecify.annotations.NullMarked;
