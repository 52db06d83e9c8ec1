package org.tombolo.web.file;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
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
    private static final Set<String> SHOWN = Set.of(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/ogg",
            "audio/mp4",
            "video/mp4",
            "video/webm");
    private static final int BLOCK = 64 << 10;

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
                answer(request, response, file.get(), content);
            } finally {
                readers.release();
            }
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, StoredFile file, boolean content)
            throws IOException {
        describe(response, file);
        if (response.getHeader("ETag").equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        // RFC 9110 13.1.5: a part of another file than the one that was begun is of no use.
        boolean same = Optional.ofNullable(request.getHeader("If-Range"))
                .map(response.getHeader("ETag")::equals)
                .orElse(true);
        Optional<ByteRange> range = Optional.ofNullable(request.getHeader("Range"))
                .filter(header -> same)
                .flatMap(header -> ByteRange.of(header, file.size()));
        if (range.equals(Optional.of(ByteRange.NONE))) {
            response.setHeader("Content-Range", "bytes */" + file.size());
            response.setStatus(416);
            return;
        }
        range.ifPresent(part -> {
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        });
        ByteRange part = range.orElse(new ByteRange(0, file.size() - 1));
        response.setHeader("Content-Length", String.valueOf(part.length()));
        if (content) {
            copy(file, part, response.getOutputStream());
        }
    }

    private static void describe(HttpServletResponse response, StoredFile file) {
        boolean shown = SHOWN.contains(file.type());
        response.setContentType(shown ? file.type() : "application/octet-stream");
        response.setHeader("ETag", "\"" + file.sha256() + "\"");
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "private, max-age=86400");
        // RFC 6266 4.3
        response.setHeader(
                "Content-Disposition",
                (shown ? "inline" : "attachment") + "; filename*=UTF-8''"
                        + URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20"));
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        // Web clients of other origins show what their users were sent.
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        response.setHeader("Access-Control-Allow-Origin", "*");
    }

    private void copy(StoredFile file, ByteRange part, OutputStream out) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (SeekableByteChannel in = store.open(file)) {
            in.position(part.first());
            for (long left = part.length(); left > 0; left -= block.limit()) {
                block.clear().limit((int) Math.min(BLOCK, left));
                if (in.read(block) < 0) {
                    throw new IOException("the file ends before its size");
                }
                block.flip();
                out.write(block.array(), 0, block.limit());
            }
        }
    }
}
