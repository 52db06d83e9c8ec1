package org.tombolo.web.pushes;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.push.Uploads;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Refusal;
import org.tombolo.web.calls.CallAccess;
import org.tombolo.web.file.FileRequest;
import org.tombolo.web.media.Problems;

/** {@code POST /media/uploads?name=}: keeps the body, which is the file as it is, so that its client can push it. */
public final class UploadsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ContentStore store;
    private final transient Uploads uploads;
    private final transient Access access;
    private final transient Supplier<Instant> expiry;
    private final transient Clock clock;
    private final transient Semaphore places;
    private final long largest;
    private final long quota;

    /**
     * What bounds uploads.
     *
     * @param largest octets of one
     * @param quota octets of all of one client
     * @param most how many may come at a time; more get 503
     */
    public record Limits(long largest, long quota, int most) {}

    /** @param expiry until when a file is kept that comes now */
    public UploadsServlet(
            ContentStore store, Uploads uploads, Access access, Supplier<Instant> expiry, Clock clock, Limits limits) {
        this.store = store;
        this.uploads = uploads;
        this.access = access;
        this.expiry = expiry;
        this.clock = clock;
        this.largest = limits.largest();
        this.quota = limits.quota();
        this.places = new Semaphore(limits.most());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            Problems.write(response, Refusal.of(503, "too many files come").with("Retry-After", "5"));
            return;
        }
        try {
            take(request, response);
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        } finally {
            places.release();
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = access.require(Credentials.of(request), "pushes:create", false);
        Requester owner = CallAccess.requester(caller);
        long left = Math.max(0, quota - uploads.used(owner.name(), clock.instant()));
        StoredFile file = FileRequest.keep(store, request, Math.min(largest, left), expiry.get());
        uploads.add(owner.name(), file);
        response.setStatus(201);
        response.setContentType("application/json");
        response.getWriter()
                .write("{\"id\":\"" + file.id() + "\",\"size\":" + file.size() + ",\"expiresAt\":\"" + file.expires()
                        + "\"}");
    }
}
