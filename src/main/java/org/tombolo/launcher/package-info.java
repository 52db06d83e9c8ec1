/** Restcomm SIP Servlets (SIP Servlet 1.1, JSR 289) on Tomcat 7, embedded, with the gateway's WAR at the root path. The only user of the container's own classes; never part of the WAR. */
@NullMarked
package org.tombolo.launcher;

import org.jspecify.annotations.NullMarked;
