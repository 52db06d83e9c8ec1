/**
 * A phone's side of a call with somebody who speaks another protocol: what is said of the media in its dialog (RFC 3264), and its
 * plain RTP joined to a WebRTC connection. No codec is changed.
 */
@NullMarked
package org.tombolo.call;

import org.jspecify.annotations.NullMarked;
