package org.tombolo.web.gallery;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.WebUser;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Refusal;
import org.tombolo.web.file.FileRequest;
import org.tombolo.web.file.FileResponse;
import org.tombolo.web.file.Places;

/**
 * {@code GET /media/gallery/{id}} and {@code /media/gallery/{id}/thumbnail}, whole or in part, for the owner of that thing;
 * {@code POST /media/gallery?name=} puts the body, which is the file as it is, into the gallery of whoever is signed in.
 */
public final class GalleryServlet extends HttpServlet {
    /** Where it is, below the root of the portal. */
    static final String ROOT = "/media/gallery";

    private static final long serialVersionUID = 1L;
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]{22})(/thumbnail)?");

    private final transient Gallery gallery;
    private final transient GalleryAccess owners;
    private final transient Access access;
    private final transient Places places;
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
        this.places = new Places(most);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        places.take(response, () -> file(request).answer(request, response, true));
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        places.take(response, () -> file(request).answer(request, response, false));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        places.take(response, () -> take(request, response));
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
                owner,
                GalleryItem.Origin.UPLOADED,
                "",
                FileRequest.keep(gallery.store(), request, Math.min(largest, gallery.left(owner)), gallery.expiry()));
        response.setStatus(201);
        response.setContentType("application/json");
        response.getWriter().write("{\"id\":\"" + item.id() + "\"}");
    }
}
