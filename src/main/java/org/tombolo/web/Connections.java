package org.tombolo.web;

import javax.servlet.http.HttpServletResponse;

/** How connections are used by the container. */
public final class Connections {
    private Connections() {}

    /**
     * The connection ends with this response, which is an asynchronous one: Tomcat 7 may let the next request on it wait for its
     * keep-alive time.
     */
    public static void endWith(HttpServletResponse response) {
        response.setHeader("Connection", "close");
    }
}
