package org.tombolo.web.media;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.gateway.convergence.browser.CallResult;
import org.tombolo.identity.WebUser;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;

/**
 * {@code /whip}: a page's camera, screen and microphone to a phone (RFC 9725). {@code POST /whip?to=ADDRESS} calls a phone, {@code POST
 * /whip?call=ID} answers one that calls; both give {@code /whip/ID}, which is known to the user's own pages alone, so that it is all
 * that PATCH and DELETE need.
 */
public final class WhipServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern SESSION = Pattern.compile("/([A-Za-z0-9_-]{24})");
    private static final long PATIENCE_SECONDS = 5;

    private final transient BrowserCalls calls;
    private final transient Function<HttpServletRequest, Caller> access;

    /**
     * @param access tells who may call
     */
    public WhipServlet(BrowserCalls calls, Function<HttpServletRequest, Caller> access) {
        this.calls = calls;
        this.access = access;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        try {
            String path = Optional.ofNullable(request.getPathInfo()).orElse("");
            Matcher session = SESSION.matcher(path);
            if (path.isEmpty() || path.equals("/")) {
                endpoint(request, response);
            } else if (session.matches()) {
                session(request, response, session.group(1));
            } else {
                throw Refusal.of(404, "there is no such session");
            }
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        }
    }

    private void endpoint(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "POST" -> begin(request, response);
            // RFC 9725 4.2
            case "GET", "HEAD" -> response.setStatus(204);
            case "OPTIONS" -> {
                response.setHeader("Accept-Post", WebRtcHttp.SDP);
                WebRtcHttp.allowed(response, "GET, HEAD, OPTIONS, POST");
            }
            default -> throw WebRtcHttp.notAllowed("GET, HEAD, OPTIONS, POST");
        }
    }

    private void session(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        switch (request.getMethod()) {
            case "PATCH" -> WebRtcHttp.patch(request, response, connection(id));
            case "DELETE" -> {
                if (!calls.leave(id)) {
                    throw gone();
                }
            }
            case "GET", "HEAD" -> response.setStatus(204);
            case "OPTIONS" -> {
                response.setHeader("Accept-Patch", WebRtcHttp.FRAGMENT);
                WebRtcHttp.allowed(response, "DELETE, GET, HEAD, OPTIONS, PATCH");
            }
            default -> throw WebRtcHttp.notAllowed("DELETE, GET, HEAD, OPTIONS, PATCH");
        }
    }

    private WebRtcConnection connection(String id) {
        return calls.connection(id).orElseThrow(WhipServlet::gone);
    }

    private static Refusal gone() {
        return Refusal.of(404, "there is no such session");
    }

    private void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WebUser user = access.apply(request)
                .user()
                .orElseThrow(() -> Refusal.of(403, "a user of the portal calls, not a client with a token"));
        Optional<String> call = Optional.ofNullable(request.getParameter("call"));
        Optional<String> to = Optional.ofNullable(request.getParameter("to"));
        if (call.isPresent() == to.isPresent()) {
            throw Refusal.of(400, "either to, whom to call, or call, which one to answer");
        }
        String offer = WebRtcHttp.body(request, WebRtcHttp.SDP);
        CompletableFuture<CallResult> result =
                call.isPresent() ? calls.accept(user, call.get(), offer) : calls.call(user, to.orElseThrow(), offer);
        answer(request, response, result);
    }

    private static void answer(
            HttpServletRequest request, HttpServletResponse response, CompletableFuture<CallResult> awaited)
            throws IOException {
        CallResult result = awaited.completeOnTimeout(
                        new CallResult.Refused(CallResult.Reason.OVER, "the call has just ended"),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS)
                .join();
        if (result instanceof CallResult.Refused refused) {
            throw refusal(refused);
        }
        CallResult.Accepted accepted = (CallResult.Accepted) result;
        String session = request.getContextPath() + request.getServletPath() + "/" + accepted.id();
        WebRtcHttp.created(response, session, accepted.connection(), accepted.answer());
    }

    private static Refusal refusal(CallResult.Refused refused) {
        return switch (refused.reason()) {
            case MALFORMED -> Refusal.of(400, refused.words());
            case FORBIDDEN -> Refusal.of(403, refused.words());
            case NOBODY -> Refusal.of(404, refused.words());
            case BUSY -> Refusal.of(409, refused.words());
            case OVER -> Refusal.of(410, refused.words());
            case INCOMPATIBLE -> Refusal.of(422, refused.words());
            case FULL -> Refusal.of(503, refused.words()).with("Retry-After", "10");
        };
    }
}
