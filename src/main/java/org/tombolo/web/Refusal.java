package org.tombolo.web;

import java.util.HashMap;
import java.util.Map;

/**
 * That a request is refused, in a form that both error formats can show. Thrown by resources and filters; it carries no
 * stack trace because it is an answer, not a fault.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "INVALID_ARGUMENT"),
            Map.entry(401, "UNAUTHENTICATED"),
            Map.entry(403, "PERMISSION_DENIED"),
            Map.entry(404, "NOT_FOUND"),
            Map.entry(405, "METHOD_NOT_ALLOWED"),
            Map.entry(406, "NOT_ACCEPTABLE"),
            Map.entry(409, "CONFLICT"),
            Map.entry(410, "GONE"),
            Map.entry(412, "FAILED_PRECONDITION"),
            Map.entry(413, "PAYLOAD_TOO_LARGE"),
            Map.entry(415, "UNSUPPORTED_MEDIA_TYPE"),
            Map.entry(422, "UNPROCESSABLE_CONTENT"),
            Map.entry(429, "TOO_MANY_REQUESTS"),
            Map.entry(501, "NOT_IMPLEMENTED"),
            Map.entry(502, "BAD_GATEWAY"),
            Map.entry(503, "UNAVAILABLE"),
            Map.entry(504, "TIMEOUT"));

    private final int status;
    private final String code;
    private final String detail;
    private final HashMap<String, String> headers;

    private Refusal(int status, String code, String detail, Map<String, String> headers) {
        super(status + " " + code + ": " + detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.headers = new HashMap<>(headers);
    }

    /**
     * With CAMARA's usual code for the status.
     *
     * @param status HTTP status, 400 to 599
     * @param detail one sentence for whoever wrote the client
     */
    public static Refusal of(int status, String detail) {
        return of(status, CODES.getOrDefault(status, status < 500 ? "INVALID_ARGUMENT" : "INTERNAL"), detail);
    }

    /**
     * With a code of its own.
     *
     * @param code for CAMARA's {@code ErrorInfo}, such as {@code INCOMPATIBLE_STATE}
     */
    public static Refusal of(int status, String code, String detail) {
        return new Refusal(status, code, detail, Map.of());
    }

    /** The same with one more response header. */
    public Refusal with(String header, String value) {
        Refusal more = new Refusal(status, code, detail, headers);
        more.headers.put(header, value);
        return more;
    }

    public int status() {
        return status;
    }

    /** CAMARA's name for what is wrong. */
    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    /** Response headers, such as {@code Retry-After}. */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }
}
