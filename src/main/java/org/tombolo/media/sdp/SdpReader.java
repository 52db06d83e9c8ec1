package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a description line by line. Lenient in what we do not use; strict in its limits. */
final class SdpReader {
    static final int MOST_FORMATS = 64;
    private static final int LONGEST = 64 << 10;
    private static final int MOST_LINES = 1000;
    private static final int MOST_STREAMS = 32;

    private String origin = "";
    private Optional<Connection> connection = Optional.empty();
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();

    SessionDescription read(String text) throws SdpException {
        if (text.length() > LONGEST) {
            throw new SdpException("the description is longer than " + LONGEST + " characters");
        }
        String[] lines = text.split("\r\n|\n|\r", MOST_LINES + 1);
        if (lines.length > MOST_LINES) {
            throw new SdpException("the description has more than " + MOST_LINES + " lines");
        }
        if (!lines[0].trim().equals("v=0")) {
            throw new SdpException("the description does not start with v=0");
        }
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                line(lines[i]);
            }
        }
        return new SessionDescription(origin, connection, attributes, media);
    }

    private void line(String line) throws SdpException {
        if (line.length() < 2 || line.charAt(1) != '=' || line.charAt(0) < 'a' || line.charAt(0) > 'z') {
            throw new SdpException("not a line of a description: " + shortened(line));
        }
        String value = line.substring(2);
        switch (line.charAt(0)) {
            case 'o' -> origin = value.trim();
            case 'c' -> connection(Connection.parse(value));
            case 'm' -> stream(MediaDescription.parse(value));
            case 'a' -> attribute(Attribute.parse(value));
            default -> {} // s, t, b, k and what may come: nothing that we use (RFC 8866 5: unknown lines are ignored)
        }
    }

    private void stream(MediaDescription stream) throws SdpException {
        if (media.size() == MOST_STREAMS) {
            throw new SdpException("the description has more than " + MOST_STREAMS + " streams");
        }
        media.add(stream);
    }

    private void connection(Connection value) {
        if (media.isEmpty()) {
            connection = Optional.of(value);
        } else {
            media.set(media.size() - 1, last().with(value));
        }
    }

    private void attribute(Attribute value) {
        if (media.isEmpty()) {
            attributes.add(value);
        } else {
            media.set(media.size() - 1, last().with(value));
        }
    }

    private MediaDescription last() {
        return media.get(media.size() - 1);
    }

    private static String shortened(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }
}
