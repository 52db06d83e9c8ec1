package org.tombolo.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies of several parts (RFC 2046 5.1). */
public final class Multipart {
    private static final int MOST = 16;
    private static final Pattern IS = Pattern.compile("\\s*multipart/.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEAD_END = Pattern.compile("(?:^|\r?\n)\r?\n");
    private static final Pattern LINE_END = Pattern.compile("\r?\n(?![ \t])");

    /**
     * One part.
     *
     * @param headers all but its Content-Type
     */
    public record Part(List<Header> headers, Body body) {
        public Part {
            headers = List.copyOf(headers);
        }

        /** The value of a header; case counts for nothing. */
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst();
        }
    }

    private Multipart() {}

    /** Whether a body has several parts. */
    public static boolean is(Body body) {
        return IS.matcher(body.type()).matches();
    }

    /** The parts in order; empty when the body cannot be read as such, or has more than 16. */
    public static Optional<List<Part>> parts(Body body) {
        Matcher boundary = BOUNDARY.matcher(body.type());
        if (!boundary.find()) {
            return Optional.empty();
        }
        String word = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        // One character an octet: contents come out as they went in.
        return split(new String(body.bytes(), StandardCharsets.ISO_8859_1), word);
    }

    // RFC 2046 5.1.1: the line end before a delimiter belongs to it; "--" is behind the last one.
    private static Optional<List<Part>> split(String text, String boundary) {
        Matcher delimiter = Pattern.compile("(?:^|\r?\n)--" + Pattern.quote(boundary) + "(--)?[ \t]*(?:\r?\n|$)")
                .matcher(text);
        List<Part> parts = new ArrayList<>();
        int start = -1;
        boolean ended = false;
        while (!ended && parts.size() <= MOST && delimiter.find()) {
            if (start >= 0) {
                parts.add(part(text.substring(start, delimiter.start())));
            }
            start = delimiter.end();
            ended = delimiter.group(1) != null;
        }
        return ended && !parts.isEmpty() && parts.size() <= MOST ? Optional.of(parts) : Optional.empty();
    }

    private static Part part(String text) {
        Matcher end = HEAD_END.matcher(text);
        boolean found = end.find();
        String head = found ? text.substring(0, end.start()) : text;
        byte[] content = (found ? text.substring(end.end()) : "").getBytes(StandardCharsets.ISO_8859_1);
        List<Header> headers = new ArrayList<>();
        // RFC 2046 5.1: a part that does not say what it is, is text.
        String type = "text/plain";
        for (String line : LINE_END.split(head)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).trim();
                String value = line.substring(colon + 1).replaceAll("\\s+", " ").trim();
                if (name.equalsIgnoreCase("Content-Type")) {
                    type = value;
                } else {
                    headers.add(new Header(name, value));
                }
            }
        }
        return new Part(headers, new Body(type, content));
    }
}
