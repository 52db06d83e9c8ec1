package org.tombolo.web.pushes;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.interaction.push.Pushes;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.file.FileResponse;

/** {@code GET /p/{token}}: the file of a push, for who has its link, until that expires or the push is taken back. */
public final class PushedFileServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]{22})");

    private final transient Pushes pushes;
    private final transient ContentStore store;
    private final transient Semaphore readers;

    /** @param most how many may read at a time; more get 503 */
    public PushedFileServlet(Pushes pushes, ContentStore store, int most) {
        this.pushes = pushes;
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
        if (!readers.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            response.sendError(503, "too many files are read");
            return;
        }
        try {
            Optional<StoredFile> file = file(request);
            if (file.isPresent()) {
                FileResponse.of(store, file.get()).answer(request, response, content);
            } else {
                response.sendError(404, "there is no such file, or not any more");
            }
        } finally {
            readers.release();
        }
    }

    private Optional<StoredFile> file(HttpServletRequest request) throws IOException {
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        Optional<StoredFile> linked = path.matches() ? pushes.file(path.group(1)) : Optional.empty();
        return linked.isPresent() ? store.find(linked.get().id()) : Optional.empty();
    }
}
