package org.tombolo.web.gallery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.WebUser;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Refusal;
import org.tombolo.web.file.FileResponse;
import org.tombolo.web.media.Problems;

/**
 * {@code GET /media/gallery/{id}} and {@code /media/gallery/{id}/thumbnail}, whole or in part, for the owner of that thing;
 * {@code POST /media/gallery?name=} puts the body, which is the file as it is, into the gallery of whoever is signed in.
 */
public final class GalleryServlet extends HttpServlet {
    /** Where it is, below the root of the portal. */
    static final String ROOT = "/media/gallery";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(GalleryServlet.class);
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]{22})(/thumbnail)?");
    private static final Pattern TYPE =
            Pattern.compile("([A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127})\\s*(?:;.*)?");
    private static final int BLOCK = 64 << 10;

    private final transient Gallery gallery;
    private final transient GalleryAccess owners;
    private final transient Access access;
    private final transient Semaphore places;
    private final long largest;

    /**
     * @param largest octets of an upload
     * @param most how many may read or upload at a time; more get 503
     */
    public GalleryServlet(Gallery gallery, Access access, long largest, int most) {
        this.gallery = gallery;
        this.owners = new GalleryAccess(gallery);
        this.access = access;
        this.largest = largest;
        this.places = new Semaphore(most);
    }

    /** What needs one of the places. */
    private interface Work {
        void run() throws IOException;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        orderly(response, () -> file(request).answer(request, response, true));
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        orderly(response, () -> file(request).answer(request, response, false));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        orderly(response, () -> take(request, response));
    }

    private void orderly(HttpServletResponse response, Work work) throws IOException {
        if (!places.tryAcquire()) {
            Problems.write(response, Refusal.of(503, "too many files are read").with("Retry-After", "5"));
            return;
        }
        try {
            work.run();
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        } finally {
            places.release();
        }
    }

    private FileResponse file(HttpServletRequest request) throws IOException {
        Caller caller = access.require(Credentials.of(request), "gallery:read", false);
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        Optional<String> id = path.matches()
                ? Optional.of(owners.find(caller, path.group(1)))
                        .flatMap(item -> path.group(2) == null ? Optional.of(item.id()) : item.thumbnail())
                : Optional.empty();
        Optional<StoredFile> file = id.isPresent() ? gallery.store().find(id.get()) : Optional.empty();
        return FileResponse.of(gallery.store(), file.orElseThrow(() -> Refusal.of(404, "there is no such file")));
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WebUser owner = owners.owner(access.require(Credentials.of(request), "gallery:write", false));
        if (request.getPathInfo() != null && !request.getPathInfo().equals("/")) {
            throw Refusal.of(405, "files are uploaded to " + ROOT);
        }
        GalleryItem item = gallery.add(
                owner, GalleryItem.Origin.UPLOADED, "", keep(request, Math.min(largest, gallery.left(owner))));
        response.setStatus(201);
        response.setContentType("application/json");
        response.getWriter().write("{\"id\":\"" + item.id() + "\"}");
    }

    private StoredFile keep(HttpServletRequest request, long most) throws IOException {
        ContentStore.Upload upload = begin();
        try (InputStream in = request.getInputStream()) {
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (upload.size() + count > most) {
                    throw Refusal.of(
                            413, "the file is too large, or the gallery full: " + most + " octets have a place");
                }
                upload.write(upload.size(), ByteBuffer.wrap(block, 0, count));
            }
            return upload.keep(name(request), type(request), upload.size(), gallery.expiry());
        } finally {
            upload.abandon();
        }
    }

    private ContentStore.Upload begin() {
        try {
            return gallery.store().begin();
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
