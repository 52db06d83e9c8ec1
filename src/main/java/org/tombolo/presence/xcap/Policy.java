package org.tombolo.presence.xcap;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tombolo.presence.rules.Circumstances;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.PresenceRules;
import org.tombolo.presence.rules.Watcher;

/**
 * What decides who may see somebody.
 *
 * @param rules her rules, if she has any
 * @param lists what they refer to
 * @param otherwise what everybody may when she has none
 */
public record Policy(Optional<PresenceRules> rules, Map<String, Set<String>> lists, Permission otherwise) {

    /** One without rules. */
    public static Policy without(Permission otherwise) {
        return new Policy(Optional.empty(), Map.of(), otherwise);
    }

    /**
     * What a watcher may.
     *
     * @param sphere of the presentity, empty when it is undefined
     */
    public Permission decide(Watcher watcher, Instant now, String sphere) {
        return rules.map(r -> r.decide(watcher, new Circumstances(now, sphere, lists)))
                .orElse(otherwise);
    }
}
