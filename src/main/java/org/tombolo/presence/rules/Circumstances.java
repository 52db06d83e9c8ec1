package org.tombolo.presence.rules;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the rules look at besides the watcher.
 *
 * @param now the time
 * @param sphere of the presentity (RFC 5025 3.1.2), empty when it is undefined
 * @param lists members of the lists that the rules refer to, by reference; one that could not be read is not there
 */
public record Circumstances(Instant now, String sphere, Map<String, Set<String>> lists) {}
