package org.tombolo.web.signin;

import javax.servlet.http.HttpServletRequest;
import org.tombolo.web.Credentials;
import org.tombolo.web.session.Sessions;

/** The {@code Set-Cookie} header (RFC 6265) of the session; written by hand because Servlet 3.0 does not know SameSite. */
final class SessionCookie {
    private final boolean https;

    /** @param https whether browsers reach us by https, even when a proxy reaches us by http */
    SessionCookie(boolean https) {
        this.https = https;
    }

    String set(String value, HttpServletRequest request) {
        return header(value, Sessions.LIFETIME.toSeconds(), request);
    }

    String clear(HttpServletRequest request) {
        return header("", 0, request);
    }

    private String header(String value, long maxAge, HttpServletRequest request) {
        String path = request.getContextPath().isEmpty() ? "/" : request.getContextPath();
        String secure = https || request.isSecure() ? "; Secure" : "";
        return Credentials.COOKIE + "=" + value + "; Path=" + path + "; Max-Age=" + maxAge + "; HttpOnly; SameSite=Lax"
                + secure;
    }
}
