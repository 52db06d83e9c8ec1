package org.tombolo.web.media;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.gateway.convergence.Viewer;
import org.tombolo.web.Connections;
import org.tombolo.web.Refusal;

/**
 * {@code GET /media/{share}/live}, for pages that read it piece by piece, and {@code GET /media/{share}.mp4}, the same for players that
 * want a file's name; {@code GET /media/{share}/still.mp4} is its newest key frame alone, {@code poster.jpg} the same as a picture. Servlet 3.0 has no write that does not block, so each viewer has a thread of a bounded pool:
 * the container's own threads are never held up.
 */
public final class LiveServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9_-]{22})(?:/live|\\.mp4|/(still\\.mp4|poster\\.jpg))");
    private static final String RETRY_AFTER = "Retry-After";
    private static final int STACK = 256 << 10;

    private final transient Shares shares;
    private final transient MediaAccess access;
    private final transient ThreadPoolExecutor writers;

    /**
     * @param most how many may watch at a time; more get 503
     */
    public LiveServlet(Shares shares, MediaAccess access, int most) {
        this.shares = shares;
        this.access = access;
        AtomicInteger count = new AtomicInteger();
        this.writers = new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(null, work, "viewer-" + count.incrementAndGet(), STACK);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many watch now. */
    public int viewers() {
        return writers.getActiveCount();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        try {
            watch(request, response);
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        }
    }

    private void watch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        Share share = Optional.of(path)
                .filter(Matcher::matches)
                .flatMap(p -> shares.find(p.group(1)))
                .orElseThrow(Removal::noShare);
        String viewer = access.viewer(request, share).orElseThrow(Removal::noShare);
        Audience audience = shares.audience(share.id()).orElseThrow(Removal::noShare);
        if (!audience.admits(viewer)) {
            throw Removal.refusal();
        }
        switch (share.state()) {
            case WAITING -> throw Refusal.of(409, Problems.waiting(share)).with(RETRY_AFTER, "1");
            case ENDED, REFUSED -> throw Refusal.of(410, "the share is over: " + share.reason());
            case LIVE -> {
                if (path.group(2) == null) {
                    Problems.whenPrepared(shares.prepare(share.id()));
                    start(
                            request,
                            response,
                            share,
                            connection -> audience.enter(
                                    viewer, Audience.Way.HTTP, () -> !connection.over(), connection::close));
                } else if (path.group(2).equals("poster.jpg")) {
                    poster(request, response, share);
                } else {
                    still(response, share);
                }
            }
        }
    }

    /** The newest key frame as a JPEG, where a transcoder is installed; one is made when somebody asks, for all who do. */
    private void poster(HttpServletRequest request, HttpServletResponse response, Share share) {
        CompletableFuture<byte[]> picture =
                shares.poster(share.id()).orElseThrow(() -> Refusal.of(404, "no key frame has come"));
        Connections.endWith(response);
        AsyncContext async = request.startAsync();
        async.setTimeout(0); // it has one of its own
        picture.whenComplete((jpeg, failure) -> {
            try {
                writers.execute(() -> poster(async, response, Optional.ofNullable(jpeg)));
            } catch (RejectedExecutionException e) {
                response.setStatus(503); // as many are being served as can be
                async.complete();
            }
        });
    }

    private static void poster(AsyncContext async, HttpServletResponse response, Optional<byte[]> jpeg) {
        try {
            if (jpeg.isEmpty()) {
                Problems.write(
                        response, Refusal.of(503, "no picture can be made now").with(RETRY_AFTER, "10"));
            } else {
                response.setContentType("image/jpeg");
                response.setHeader("Cache-Control", "private, max-age=5");
                response.setContentLength(jpeg.get().length);
                response.getOutputStream().write(jpeg.get());
            }
        } catch (IOException e) {
            // She has gone.
        } finally {
            async.complete();
        }
    }

    /** What a list of shares shows: a browser decodes the picture itself, so that nobody has to make a JPEG of it. */
    private void still(HttpServletResponse response, Share share) throws IOException {
        byte[] picture = shares.still(share.id()).orElseThrow(() -> Refusal.of(404, "no key frame is kept"));
        response.setContentType("video/mp4");
        response.setContentLength(picture.length);
        response.getOutputStream().write(picture);
    }

    private void start(HttpServletRequest request, HttpServletResponse response, Share share, Predicate<Viewer> enters)
            throws IOException {
        Viewer viewer = shares.watch(share.id()).orElseThrow(() -> Refusal.of(410, "the share has just ended"));
        if (!enters.test(viewer)) {
            throw Removal.refusal();
        }
        boolean begun = false;
        try {
            begun = begin(request, response, viewer);
        } finally {
            // Whatever went wrong, such as a filter of the container that forbids startAsync: the stream forgets her.
            if (!begun) {
                viewer.close();
            }
        }
    }

    private boolean begin(HttpServletRequest request, HttpServletResponse response, Viewer viewer) throws IOException {
        response.setContentType("video/mp4");
        response.setHeader("X-Codecs", viewer.codecs());
        Connections.endWith(response);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        try {
            writers.execute(new LiveWriter(async, viewer));
            return true;
        } catch (RejectedExecutionException e) {
            Problems.write(response, Refusal.of(503, "too many are watching").with(RETRY_AFTER, "10"));
            async.complete();
            return false;
        }
    }

    @Override
    public void destroy() {
        writers.shutdownNow();
    }
}
