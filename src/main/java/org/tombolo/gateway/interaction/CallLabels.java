package org.tombolo.gateway.interaction;

import java.util.Map;

/** What clients call a call and its parties; nothing of it is told to phones. Kept as long as the call. May block. */
public interface CallLabels {
    /**
     * Adds to what there is, or replaces it.
     *
     * @param labels at most 400 characters for what is named, and for the name
     */
    void put(CallId call, Map<String, String> labels);

    /** Names, by what is named. */
    Map<String, String> find(CallId call);
}
