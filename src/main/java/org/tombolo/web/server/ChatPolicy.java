package org.tombolo.web.server;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.config.Settings;

/** The Content Security Policy of the chat page: that of all pages, and the XMPP server, which the browser reaches itself. */
public final class ChatPolicy implements Filter {
    /** The one page that it is for. */
    public static final String PAGE = "/chat";

    private final String policy;

    public ChatPolicy(Settings.Chat chat) {
        // blob: is a picture that is on its way.
        String pictures = "img-src 'self' data: blob: " + chat.uploadOrigin() + ";";
        String servers = String.join(" ", chat.websocketUrl(), chat.boshUrl(), chat.uploadOrigin());
        this.policy =
                SecurityHeaders.POLICY.replace("img-src 'self' data:;", pictures) + "; connect-src 'self' " + servers;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (response instanceof HttpServletResponse http) {
            http.setHeader("Content-Security-Policy", policy);
        }
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {}
}
