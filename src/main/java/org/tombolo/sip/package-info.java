/** SIP in our words: requests that come in (SipHandler), calls and messages that go out (SipCalls), header values of RFC 3261 and 3GPP TS 24.229. No type of a SIP library appears here; the child {@code servlet} speaks to the container. */
@NullMarked
package org.tombolo.sip;

import org.jspecify.annotations.NullMarked;
