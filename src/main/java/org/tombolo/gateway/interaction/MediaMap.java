package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.List;

/**
 * Which media line of the caller's session goes with which of the callee's. RFC 3264 8 lets no line of a session ever move
 * or vanish; in flow III the caller has offered lines before the callee did, so the two orders may differ (RFC 3725 4.3).
 * In flow IV the map is the identity.
 */
final class MediaMap {
    private static final int NONE = -1;

    /** For each line of the caller's session: a line that refuses it, and the callee's line it goes with or NONE. */
    private final List<Line> caller = new ArrayList<>();

    private int calleeLines;

    private record Line(List<String> refusal, String kind, int callee) {}

    /** The caller's session has these lines, whether the callee has them or not. */
    void callerHas(Description description) {
        for (int i = caller.size(); i < description.media().size(); i++) {
            caller.add(line(description.media().get(i), NONE));
        }
    }

    /** What the callee said, in the caller's order. */
    Description toCaller(Description fromCallee) {
        for (; calleeLines < fromCallee.media().size(); calleeLines++) {
            join(fromCallee.media().get(calleeLines), calleeLines);
        }
        List<List<String>> media = new ArrayList<>();
        for (Line line : caller) {
            boolean there =
                    line.callee != NONE && line.callee < fromCallee.media().size();
            media.add(there ? fromCallee.media().get(line.callee) : line.refusal);
        }
        return fromCallee.withMedia(media);
    }

    /** What the caller said, in the callee's order. */
    Description toCallee(Description fromCaller) {
        callerHas(fromCaller);
        List<List<String>> media = new ArrayList<>();
        for (int i = 0; i < fromCaller.media().size(); i++) {
            List<String> section = fromCaller.media().get(i);
            Line line = caller.get(i);
            if (line.callee == NONE && !Description.refused(section)) {
                line = line(section, calleeLines++);
                caller.set(i, line);
            }
            if (line.callee != NONE) {
                place(media, line.callee, section);
            }
        }
        return fromCaller.withMedia(media);
    }

    private static void place(List<List<String>> media, int index, List<String> section) {
        while (media.size() <= index) {
            media.add(Description.refusal(section));
        }
        media.set(index, section);
    }

    private void join(List<String> section, int calleeIndex) {
        for (int i = 0; i < caller.size(); i++) {
            if (caller.get(i).callee == NONE && caller.get(i).kind.equals(Description.kind(section))) {
                caller.set(i, line(section, calleeIndex));
                return;
            }
        }
        caller.add(line(section, calleeIndex));
    }

    private static Line line(List<String> section, int callee) {
        return new Line(Description.refusal(section), Description.kind(section), callee);
    }
}
