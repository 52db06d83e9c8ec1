package org.tombolo.media.rtmp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to push.
 *
 * @param url {@code rtmp://host[:port]/application}, which the server is told as {@code tcUrl}
 * @param secure whether TLS is under it ({@code rtmps})
 * @param application what is after the host
 */
public record RtmpTarget(String url, boolean secure, String host, int port, String application) {
    private static final Pattern SYNTAX =
            Pattern.compile("(rtmps?)://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:]+])(?::(\\d{1,5}))?/([^\\s?#]{1,200})");
    private static final int RTMP = 1935;
    private static final int RTMPS = 443;

    /** Reads a URL; empty when it is none of RTMP. */
    public static Optional<RtmpTarget> parse(String url) {
        Matcher matcher = SYNTAX.matcher(url);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean secure = matcher.group(1).equals("rtmps");
        int port = matcher.group(3) == null ? (secure ? RTMPS : RTMP) : Integer.parseInt(matcher.group(3));
        return port < 1 || port > 65535
                ? Optional.empty()
                : Optional.of(new RtmpTarget(url, secure, matcher.group(2), port, matcher.group(4)));
    }
}
