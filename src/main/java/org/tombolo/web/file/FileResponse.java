package org.tombolo.web.file;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/**
 * A file as the answer to a GET, whole or in part (RFC 9110 14). Pictures, sound and video are shown; all else is for saving, and
 * nothing of it runs under our origin.
 */
public final class FileResponse {
    private static final Set<String> SHOWN = Set.of(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/ogg",
            "audio/mp4",
            "audio/wav",
            "video/mp4",
            "video/webm");
    private static final int BLOCK = 64 << 10;

    private final ContentStore store;
    private final StoredFile file;

    private FileResponse(ContentStore store, StoredFile file) {
        this.store = store;
        this.file = file;
    }

    /** One that answers with a file of a store. */
    public static FileResponse of(ContentStore store, StoredFile file) {
        return new FileResponse(store, file);
    }

    /**
     * Answers.
     *
     * @param content whether the file itself is wanted: not for HEAD
     */
    public void answer(HttpServletRequest request, HttpServletResponse response, boolean content) throws IOException {
        describe(response);
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
            copy(part, response.getOutputStream());
        }
    }

    private void describe(HttpServletResponse response) {
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
    }

    private void copy(ByteRange part, OutputStream out) throws IOException {
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
