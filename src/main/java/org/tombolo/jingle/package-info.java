/**
 * Jingle as values: sessions (XEP-0166) of RTP (XEP-0167) over ICE-UDP (XEP-0176) with DTLS-SRTP (XEP-0320), grouping (XEP-0338)
 * and the messages that come before a session (XEP-0353). Reading is bounded; nothing is sent from here.
 */
@NullMarked
package org.tombolo.jingle;

import org.jspecify.annotations.NullMarked;
