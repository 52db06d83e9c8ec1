package org.tombolo.msrp.cpim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a CPIM message (RFC 3862 2): message headers, an empty line, the headers of the content, an empty line, the
 * content. A line end may lack its carriage return.
 */
final class CpimReader {
    private static final int LONGEST_HEAD = 16 << 10;
    private static final int MOST_HEADERS = 64;

    private final byte[] octets;
    private int position;

    CpimReader(byte[] octets) {
        this.octets = octets;
    }

    Cpim read() throws CpimException {
        List<CpimHeader> headers = new ArrayList<>();
        for (String line : block("the message headers")) {
            headers.add(CpimHeader.parse(line));
        }
        List<MimeHeader> about = new ArrayList<>();
        for (String line : block("the headers of the content")) {
            about.add(MimeHeader.parse(line));
        }
        return new Cpim(headers, about, content(about));
    }

    private List<String> block(String what) throws CpimException {
        List<String> lines = new ArrayList<>();
        for (String line = line(what); !line.isEmpty(); line = line(what)) {
            if (lines.size() == MOST_HEADERS) {
                throw new CpimException("more than " + MOST_HEADERS + " lines in " + what);
            }
            // RFC 2045 by way of RFC 5322 2.2.3: a line that starts with a space continues the one before it.
            if (Character.isWhitespace(line.charAt(0)) && !lines.isEmpty()) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.trim());
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private String line(String what) throws CpimException {
        int end = position;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        if (end == octets.length || end > LONGEST_HEAD) {
            throw new CpimException("no empty line behind " + what);
        }
        int last = end > position && octets[end - 1] == '\r' ? end - 1 : end;
        String line = new String(octets, position, last - position, StandardCharsets.UTF_8);
        position = end + 1;
        return line;
    }

    /** Some writers count the content; what they count must be there, and nothing but line ends behind it. */
    private byte[] content(List<MimeHeader> about) throws CpimException {
        String counted = MimeHeader.first(about, "Content-Length").orElse("");
        int rest = octets.length - position;
        int length = counted.matches("\\d{1,9}") ? Integer.parseInt(counted) : rest;
        for (int i = position + length; i < octets.length; i++) {
            if (octets[i] != '\r' && octets[i] != '\n') {
                length = -1;
                break;
            }
        }
        if (length < 0 || length > rest) {
            throw new CpimException("Content-Length is " + counted + ", but the content has " + rest + " octets");
        }
        return Arrays.copyOfRange(octets, position, position + length);
    }
}
