/** Ends dialogs that an earlier process of ours left behind. SIP Servlet 1.1 lets no application choose Call-ID, tags and CSeq (JSR 289 4.1.3), so these few requests are written by hand (RFC 3261). */
@NullMarked
package org.tombolo.sip.orphan;

import org.jspecify.annotations.NullMarked;
