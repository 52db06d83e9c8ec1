package org.tombolo.web.server;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** What every response says to browsers: take scripts from here only, do not frame us, do not guess types, tell nobody where you came from. There is no CORS but for the call button: other origins call from their servers. */
final class SecurityHeaders implements Filter {
    // Content Security Policy Level 3; blob: is how Media Source Extensions hand a stream to <video>.
    static final String POLICY = "default-src 'self'; media-src 'self' blob:; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static final String BUTTON = "/button.js";

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest && response instanceof HttpServletResponse http) {
            set(request, http);
        }
        chain.doFilter(request, response);
    }

    static void set(ServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        // Kept, but asked for again by ETag, so that a new version shows at once. The API says no-store over it.
        response.setHeader("Cache-Control", "no-cache");
        if (request instanceof HttpServletRequest http && http.getServletPath().equals(BUTTON)) {
            // The one script that pages of others load.
            response.setHeader("Access-Control-Allow-Origin", "*");
            response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        }
        strictTransport(request, response);
    }

    /** RFC 6797 7.2: only over a secure transport. */
    private static void strictTransport(ServletRequest request, HttpServletResponse response) {
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    @Override
    public void destroy() {}
}
