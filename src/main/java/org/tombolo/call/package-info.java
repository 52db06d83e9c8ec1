/**
 * A phone's side of a call with somebody who speaks another protocol: what is said of the media in its dialog (RFC 3264), and its
 * plain RTP joined to a WebRTC connection. Packets pass unchanged, or through the transcoder where both have agreed on codecs that
 * differ ({@link org.tombolo.call.Translation}).
 */
@NullMarked
package org.tombolo.call;

import org.jspecify.annotations.NullMarked;
