package org.tombolo.web.server;

import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.web.Refusal;

/** A refusal in the words of the API that was called. */
sealed interface ErrorBody permits ErrorBody.Problem, ErrorBody.ErrorInfo, RequestError {
    /** RFC 9457. */
    int MOST = 512;

    MediaType PROBLEM = new MediaType("application", "problem+json");

    /** The body that a path's clients expect. */
    static ErrorBody of(Refusal refusal, String path) {
        if (path.startsWith("thirdpartycall/")) {
            return RequestError.of(refusal);
        }
        return isCamara(path)
                ? new ErrorInfo(refusal.status(), refusal.code(), cut(refusal.detail()))
                : new Problem("about:blank", title(refusal.status()), refusal.status(), refusal.detail());
    }

    // ErrorInfo's message has at most 512 characters, and what it quotes may be a client's.
    private static String cut(String message) {
        return message.length() <= MOST ? message : message.substring(0, MOST - 1) + "\u2026";
    }

    /** Whether a path, without its leading slash, is CAMARA's. */
    static boolean isCamara(String path) {
        return path.startsWith("click-to-dial/") || path.startsWith("webrtc-");
    }

    MediaType media();

    /** RFC 9457 3.1; with the type {@code about:blank} the title is the status's own phrase (4.2.1). */
    record Problem(String type, String title, int status, String detail) implements ErrorBody {
        @Override
        public MediaType media() {
            return PROBLEM;
        }
    }

    /** {@code ErrorInfo} of CAMARA's common data types. */
    record ErrorInfo(int status, String code, String message) implements ErrorBody {
        @Override
        public MediaType media() {
            return MediaType.APPLICATION_JSON_TYPE;
        }
    }

    private static String title(int status) {
        // The phrases of RFC 9110 where the library has older ones.
        return switch (status) {
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> {
                Response.Status known = Response.Status.fromStatusCode(status);
                yield known == null ? "Error" : known.getReasonPhrase();
            }
        };
    }
}
