package org.tombolo.web.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.web.Refusal;

/** Says a refusal as RFC 9457 does. */
public final class Problems {
    private static final String RETRY_AFTER = "Retry-After";

    private Problems() {}

    /** Why a share shows nothing yet. */
    static String waiting(Share share) {
        return share.reason().isEmpty() ? "no picture has come yet" : share.reason();
    }

    /** What has to be transcoded first is there in a moment, or not at all while too much is transcoded. */
    static void whenPrepared(OnDemand.Answer answer) {
        switch (answer) {
            case NOW -> {}
            case SOON ->
                throw Refusal.of(409, "the picture is being transcoded").with(RETRY_AFTER, "1");
            case BUSY -> throw Refusal.of(503, "too much is being transcoded").with(RETRY_AFTER, "10");
        }
    }

    /** Writes it. */
    public static void write(HttpServletResponse response, Refusal refusal) throws IOException {
        String detail = refusal.detail().replaceAll("[\\\\\"\\p{Cntrl}]", " ");
        response.setStatus(refusal.status());
        refusal.headers().forEach(response::setHeader);
        response.setContentType("application/problem+json");
        String body = "{\"type\":\"about:blank\",\"title\":\"" + refusal.code() + "\",\"status\":" + refusal.status()
                + ",\"detail\":\"" + detail + "\"}";
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
