package org.tombolo.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The portal's pages under the names that users see. Each is a static file of the WAR; who may see what is decided by the API that the page calls. */
final class Pages extends HttpServlet {
    /** The root, exactly. */
    static final String[] MAPPINGS = {
        "",
        "/watch/*",
        "/calls",
        "/share",
        "/chat",
        "/messages",
        "/gallery",
        "/webhooks",
        "/me",
        "/care",
        "/admin",
        "/signin",
        "/tv",
        "/pair"
    };

    private static final long serialVersionUID = 1;
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/", "/index.html"),
            Map.entry("/calls", "/calls.html"),
            Map.entry("/share", "/share.html"),
            Map.entry("/messages", "/messages.html"),
            Map.entry("/chat", "/chat.html"),
            Map.entry("/gallery", "/gallery.html"),
            Map.entry("/webhooks", "/webhooks.html"),
            Map.entry("/me", "/me.html"),
            Map.entry("/care", "/care.html"),
            Map.entry("/admin", "/admin.html"),
            Map.entry("/signin", "/signin.html"),
            Map.entry("/tv", "/tv.html"),
            Map.entry("/pair", "/pair.html"));
    private static final Pattern WATCH = Pattern.compile("/watch/[A-Za-z0-9_-]{1,64}");

    private final transient Map<String, Page> pages = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Page> page = page(request);
        if (page.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("ETag", page.get().tag());
        if (page.get().tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("text/html;charset=utf-8");
        response.setContentLength(page.get().html().length);
        response.getOutputStream().write(page.get().html());
    }

    private Optional<Page> page(HttpServletRequest request) throws IOException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        String file = WATCH.matcher(path).matches() ? "/watch.html" : FILES.get(path);
        if (file == null) {
            return Optional.empty();
        }
        Optional<Page> known = Optional.ofNullable(pages.get(file));
        return known.isPresent() ? known : load(file);
    }

    private Optional<Page> load(String file) throws IOException {
        try (InputStream html = getServletContext().getResourceAsStream(file)) {
            if (html == null) {
                return Optional.empty();
            }
            Page page = Page.of(html.readAllBytes());
            pages.put(file, page);
            return Optional.of(page);
        }
    }

    private record Page(byte[] html, String tag) {
        static Page of(byte[] html) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(html);
                return new Page(
                        html, '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"');
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
