package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.List;

/**
 * Which media line of one party's session goes with which of another's. RFC 3264 8 lets no line of a session ever move or
 * vanish; a party may have lines before the other does, as the caller in flow III, so the two orders may differ (RFC 3725
 * 4.3). In flow IV the map is the identity.
 */
final class MediaMap {
    private static final int NONE = -1;

    /** For each line of the left session: a line that refuses it, and the right session's line it goes with or NONE. */
    private final List<Line> left = new ArrayList<>();

    private int rightLines;

    private record Line(List<String> refusal, String kind, int right) {}

    /** The left session has these lines, whether the right one has them or not. */
    void leftHas(Description description) {
        for (int i = left.size(); i < description.media().size(); i++) {
            left.add(line(description.media().get(i), NONE));
        }
    }

    /** The right session has these lines; each goes with the first of the left of its kind that is free, or stays alone. */
    void rightHas(Description description) {
        for (; rightLines < description.media().size(); rightLines++) {
            join(description.media().get(rightLines), rightLines);
        }
    }

    /** The right session is another one now, with lines of its own; the left one keeps its lines. */
    void rightIsNew() {
        left.replaceAll(line -> new Line(line.refusal, line.kind, NONE));
        rightLines = 0;
    }

    /** What the right party said, in the left's order. */
    Description toLeft(Description fromRight) {
        rightHas(fromRight);
        List<List<String>> media = new ArrayList<>();
        for (Line line : left) {
            boolean there = line.right != NONE && line.right < fromRight.media().size();
            media.add(there ? fromRight.media().get(line.right) : line.refusal);
        }
        return fromRight.withMedia(media);
    }

    /** What the left party said, in the right's order. */
    Description toRight(Description fromLeft) {
        leftHas(fromLeft);
        List<List<String>> media = new ArrayList<>();
        for (int i = 0; i < fromLeft.media().size(); i++) {
            List<String> section = fromLeft.media().get(i);
            Line line = left.get(i);
            if (line.right == NONE && !Description.refused(section)) {
                line = line(section, rightLines++);
                left.set(i, line);
            }
            if (line.right != NONE) {
                place(media, line.right, section);
            }
        }
        return fromLeft.withMedia(media);
    }

    private static void place(List<List<String>> media, int index, List<String> section) {
        while (media.size() <= index) {
            media.add(Description.refusal(section));
        }
        media.set(index, section);
    }

    private void join(List<String> section, int rightIndex) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).right == NONE && left.get(i).kind.equals(Description.kind(section))) {
                left.set(i, line(section, rightIndex));
                return;
            }
        }
        left.add(line(section, rightIndex));
    }

    private static Line line(List<String> section, int right) {
        return new Line(Description.refusal(section), Description.kind(section), right);
    }
}
