package org.tombolo.web.file;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/**
 * {@code GET /files/{id}/{name}}, whole or in part (RFC 9110 14), for who knows the id. Pictures, sound and video are shown; all
 * else is for saving, and nothing of it runs under our origin.
 */
public final class FileServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]{22})/[^/]*");

    private final transient ContentStore store;
    private final transient Semaphore readers;

    /** @param most how many may read at a time; more get 503 */
    public FileServlet(ContentStore store, int most) {
        this.store = store;
        this.readers = new Semaphore(most);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, true);
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, false);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, boolean content) throws IOException {
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        Optional<StoredFile> file = path.matches() ? store.find(path.group(1)) : Optional.empty();
        if (file.isEmpty()) {
            response.sendError(404, "there is no such file, or not any more");
        } else if (!readers.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            response.sendError(503, "too many files are read");
        } else {
            try {
                // Web clients of other origins show what their users were sent.
                response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
                response.setHeader("Access-Control-Allow-Origin", "*");
                FileResponse.of(store, file.get()).answer(request, response, content);
            } finally {
                readers.release();
            }
        }
    }
}
