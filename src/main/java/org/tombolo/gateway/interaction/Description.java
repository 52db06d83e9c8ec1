package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tombolo.sip.Body;

/**
 * A session description (RFC 4566) cut at its media lines and otherwise untouched: what the parties say of their media
 * passes us by.
 *
 * @param session the lines before the first media description, without line ends
 * @param media one list of lines for each media description, the {@code m=} line first
 */
record Description(List<String> session, List<List<String>> media) {

    /** Cuts a body; empty when it is no SDP, or lacks what RFC 4566 5 demands at its head. */
    static Optional<Description> parse(Optional<Body> body) {
        return body.filter(b -> b.is(Body.SDP)).flatMap(b -> cut(b.text()));
    }

    private static Optional<Description> cut(String text) {
        List<String> session = new ArrayList<>();
        List<List<String>> media = new ArrayList<>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            if (line.startsWith("m=")) {
                media.add(new ArrayList<>());
            }
            (media.isEmpty() ? session : media.get(media.size() - 1)).add(line);
        }
        boolean sound = !session.isEmpty()
                && session.get(0).equals("v=0")
                && session.stream().anyMatch(l -> l.startsWith("o="))
                && media.stream().allMatch(m -> m.get(0).split(" ").length >= 4);
        return sound ? Optional.of(new Description(session, media)) : Optional.empty();
    }

    /** The same with another {@code o=} line. */
    Description withOrigin(String origin) {
        return new Description(
                session.stream().map(l -> l.startsWith("o=") ? origin : l).toList(), media);
    }

    /** The same with other media. */
    Description withMedia(List<List<String>> other) {
        return new Description(session, other);
    }

    /** Whether any media is not refused (RFC 3264 6: port 0). */
    boolean carriesMedia() {
        return media.stream().anyMatch(m -> !refused(m));
    }

    Body body() {
        String text = Stream.concat(session.stream(), media.stream().flatMap(List::stream))
                .reduce(new StringBuilder(), (all, l) -> all.append(l).append("\r\n"), StringBuilder::append)
                .toString();
        return Body.text(Body.SDP, text);
    }

    /** Such as {@code audio}. */
    static String kind(List<String> section) {
        return section.get(0).substring(2).split(" ", 2)[0];
    }

    static boolean refused(List<String> section) {
        return section.get(0).split(" ", 3)[1].split("/", 2)[0].equals("0");
    }

    /** The refusal of a media description (RFC 3264 6): its line with port 0. */
    static List<String> refusal(List<String> section) {
        String[] words = section.get(0).split(" ", -1);
        words[1] = "0";
        return List.of(String.join(" ", words));
    }
}
