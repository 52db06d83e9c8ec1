package org.tombolo.msrp.wire;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MSRP URI (RFC 4975 6).
 *
 * @param secure whether the scheme is {@code msrps}
 * @param user what stands before {@code @}, empty when nothing does
 * @param host name or address; an IPv6 address stands in brackets
 * @param port 1 to 65535, 0 when there is none
 * @param sessionId empty when there is none, as in the URI of a relay that has not authorised us yet
 * @param transport {@code tcp} or {@code ws}
 * @param parameters further parameters as they stood, each with its semicolon
 */
public record MsrpUri(
        boolean secure, String user, String host, int port, String sessionId, String transport, String parameters) {
    /** RFC 4975 15.4: the port where MSRP is found. Section 6 has every URI name its port; one that does not means this. */
    public static final int DEFAULT_PORT = 2855;

    private static final int LONGEST = 1024;
    // RFC 4975 9: MSRP-URI = scheme "://" authority ["/" session-id] ";" transport *( ";" URI-parameter)
    private static final Pattern FORM = Pattern.compile(
            "(msrps?)://(?:([^@/;\\s]*)@)?(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,253})(?::(\\d{1,5}))?"
                    + "(?:/([A-Za-z0-9\\-._~+=/]{1,200}))?;([A-Za-z0-9]{1,16})((?:;[!-:<-~]+)*)",
            Pattern.CASE_INSENSITIVE);

    public MsrpUri {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /** A URI over TCP, with or without TLS. */
    public static MsrpUri tcp(boolean secure, String host, int port, String sessionId) {
        String literal = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return new MsrpUri(secure, "", literal, port, sessionId, "tcp", "");
    }

    /**
     * Reads a URI.
     *
     * @throws MsrpSyntaxException when it is none
     */
    public static MsrpUri parse(String text) throws MsrpSyntaxException {
        Matcher parts = FORM.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            throw new MsrpSyntaxException("no MSRP URI: " + MsrpSyntaxException.shortened(text));
        }
        int port = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
        if (port > 65535 || (parts.group(4) != null && port == 0)) {
            throw new MsrpSyntaxException("no port: " + parts.group(4));
        }
        return new MsrpUri(
                parts.group(1).toLowerCase(Locale.ROOT).equals("msrps"),
                Objects.requireNonNullElse(parts.group(2), ""),
                parts.group(3),
                port,
                Objects.requireNonNullElse(parts.group(5), ""),
                parts.group(6),
                parts.group(7));
    }

    /** The text for the wire. */
    public String text() {
        return (secure ? "msrps://" : "msrp://")
                + (user.isEmpty() ? "" : user + "@")
                + host
                + (port == 0 ? "" : ":" + port)
                + (sessionId.isEmpty() ? "" : "/" + sessionId)
                + ";" + transport + parameters;
    }

    /** The host without the brackets of an IPv6 address. */
    public String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port to connect to. */
    public int connectPort() {
        return port == 0 ? DEFAULT_PORT : port;
    }

    /** RFC 4975 6.1: whether both name the same; user and further parameters count for nothing. */
    public boolean equivalent(MsrpUri other) {
        return secure == other.secure
                && host.equalsIgnoreCase(other.host)
                && port == other.port
                && sessionId.equals(other.sessionId)
                && transport.equalsIgnoreCase(other.transport);
    }
}
