package org.tombolo.media.rtsp;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request (RFC 2326 6).
 *
 * @param version such as {@code RTSP/1.0}
 * @param headers by name in lower case; of several of one name the last
 */
record RtspRequest(String method, String uri, String version, Map<String, String> headers) {
    private static final Pattern LINE = Pattern.compile("([A-Z_]{1,32}) (\\S{1,1000}) (RTSP/\\d\\.\\d)");
    private static final Pattern SHARE = Pattern.compile(
            "rtsp://[^/\\s]{1,300}/([A-Za-z0-9_-]{22})(?:/track(\\d))?/?(?:\\?t=([A-Za-z0-9_-]{1,400}))?/?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int MOST_HEADERS = 64;

    /**
     * What a URL of ours names.
     *
     * @param track number of a stream, or -1 for the whole share
     */
    record Target(String share, int track, String token) {}

    /** Reads the lines before the empty one; empty when they are no request. */
    static Optional<RtspRequest> parse(String head) {
        String[] lines = head.split("\r?\n", MOST_HEADERS + 2);
        Matcher first = LINE.matcher(lines[0]);
        if (!first.matches() || lines.length > MOST_HEADERS + 1) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            headers.put(
                    lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        return Optional.of(new RtspRequest(first.group(1), first.group(2), first.group(3), headers));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The number of a header; empty when it is missing or no number. */
    Optional<Integer> number(String name) {
        return header(name).filter(value -> NUMBER.matcher(value).matches()).map(Integer::valueOf);
    }

    /** What the request is about. */
    Optional<Target> target() {
        return Optional.of(SHARE.matcher(uri))
                .filter(Matcher::matches)
                .map(m -> new Target(
                        m.group(1),
                        m.group(2) == null ? -1 : Integer.parseInt(m.group(2)),
                        Optional.ofNullable(m.group(3)).orElse("")));
    }
}
