package org.tombolo.web.media;

import org.tombolo.web.Refusal;

/** What is said to those who may not watch. */
final class Removal {
    private Removal() {}

    /** To one whom the sharer has removed. */
    static Refusal refusal() {
        return Refusal.of(403, "REMOVED", "whoever shares this has removed you");
    }

    /** To one who is not to know that there is such a share. */
    static Refusal noShare() {
        return Refusal.of(404, "there is no such share");
    }
}
