package org.tombolo.web.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.gateway.convergence.Viewer;

/**
 * {@code GET /media/{share}/live}. Servlet 3.0 has no write that does not block, so each viewer has a thread of a bounded pool:
 * the container's own threads are never held up.
 */
public final class LiveServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]{22})/live");
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
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        Optional<Share> share = path.matches() ? shares.find(path.group(1)) : Optional.empty();
        response.setHeader("Cache-Control", "no-store");
        if (share.isEmpty()) {
            Problem.write(response, 404, "there is no such share");
        } else if (!access.mayWatch(request, share.get())) {
            Problem.write(response, 403, "this share is not for you, or you are not signed in");
        } else {
            switch (share.get().state()) {
                case WAITING -> Problem.write(response, 409, "no picture has come yet");
                case ENDED, REFUSED -> Problem.write(response, 410, share.get().reason());
                case LIVE -> watch(request, response, share.get());
            }
        }
    }

    private void watch(HttpServletRequest request, HttpServletResponse response, Share share) throws IOException {
        Optional<Viewer> viewer = shares.watch(share.id());
        if (viewer.isEmpty()) {
            Problem.write(response, 410, "the share has just ended");
            return;
        }
        response.setContentType("video/mp4");
        response.setHeader("X-Codecs", viewer.get().codecs());
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        try {
            writers.execute(new LiveWriter(async, viewer.get()));
        } catch (RejectedExecutionException e) {
            viewer.get().close();
            response.setHeader("Retry-After", "10");
            Problem.write(response, 503, "too many are watching");
            async.complete();
        }
    }

    @Override
    public void destroy() {
        writers.shutdownNow();
    }

    /** RFC 9457 in its smallest form. */
    private static final class Problem {
        static void write(HttpServletResponse response, int status, String detail) throws IOException {
            String quoted = detail.replaceAll("[\\\\\"\\p{Cntrl}]", " ");
            response.setStatus(status);
            response.setContentType("application/problem+json");
            response.getOutputStream()
                    .write(("{\"type\":\"about:blank\",\"status\":" + status + ",\"title\":\"" + title(status)
                                    + "\",\"detail\":\"" + quoted + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
        }

        private static String title(int status) {
            return switch (status) {
                case 403 -> "Forbidden";
                case 404 -> "Not Found";
                case 409 -> "Conflict";
                case 410 -> "Gone";
                default -> "Service Unavailable";
            };
        }
    }
}
