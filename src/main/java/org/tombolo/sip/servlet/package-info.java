/** SIP by the container: the only user of {@code javax.servlet.sip} (SIP Servlet 1.1, JSR 289). Puts what the container delivers into the words of {@link org.tombolo.sip}, and back. */
@NullMarked
package org.tombolo.sip.servlet;

import org.jspecify.annotations.NullMarked;
