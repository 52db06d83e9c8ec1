package org.tombolo.web.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Refusal;

/** A file as the body of a request, as it is; its name is the parameter {@code name}. */
public final class FileRequest {
    private static final Logger LOG = LoggerFactory.getLogger(FileRequest.class);
    private static final Pattern TYPE =
            Pattern.compile("([A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127})\\s*(?:;.*)?");
    private static final int BLOCK = 64 << 10;

    private FileRequest() {}

    /**
     * Keeps it in a store.
     *
     * @param most octets that it may have
     * @throws Refusal 413 or 503
     */
    public static StoredFile keep(ContentStore store, HttpServletRequest request, long most, Instant expires)
            throws IOException {
        ContentStore.Upload upload = begin(store);
        try (InputStream in = request.getInputStream()) {
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (upload.size() + count > most) {
                    throw Refusal.of(
                            413, "the file is too large, or there is no place: " + most + " octets have a place");
                }
                upload.write(upload.size(), ByteBuffer.wrap(block, 0, count));
            }
            return upload.keep(name(request), type(request), upload.size(), expires);
        } finally {
            upload.abandon();
        }
    }

    private static ContentStore.Upload begin(ContentStore store) {
        try {
            return store.begin();
        } catch (IOException e) {
            LOG.warn("an upload cannot be kept: {}", e.toString());
            throw Refusal.of(503, "the store is full").with("Retry-After", "60");
        }
    }

    private static String name(HttpServletRequest request) {
        return StoredFile.nameOf(
                Optional.ofNullable(request.getParameter("name")).orElse(""));
    }

    private static String type(HttpServletRequest request) {
        Matcher type =
                TYPE.matcher(Optional.ofNullable(request.getContentType()).orElse(""));
        return type.matches() ? type.group(1) : "application/octet-stream";
    }
}
