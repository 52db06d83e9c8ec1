package org.tombolo.presence.xcap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.PresenceRules;
import org.tombolo.presence.rules.Watcher;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;

/** Policies from an XCAP root (RFC 5025 9, OMA Presence XDM 1.1). Safe for all threads. */
public final class XcapPolicies implements Policies {
    private static final Logger LOG = LoggerFactory.getLogger(XcapPolicies.class);
    private static final String LISTS = "urn:ietf:params:xml:ns:resource-lists";
    private static final int MOST_CACHED = 10_000;
    private static final int MOST_LISTS = 8;

    private final XcapClient client;
    private final Options options;
    private final Clock clock;
    private final Map<String, Cached> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
            return size() > MOST_CACHED;
        }
    };

    /**
     * How they are found.
     *
     * @param document path of a user's rules below the root, with {@code {user}} for her URI
     * @param age how old an answer may be before it is asked for again
     * @param otherwise what everybody may when a user has no rules
     */
    public record Options(String document, Duration age, Permission otherwise) {}

    private record Cached(Policy policy, String etag, Instant asked) {}

    public XcapPolicies(XcapClient client, Options options, Clock clock) {
        this.client = client;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Policy> of(String user) {
        Optional<Cached> known = known(user);
        if (known.filter(this::isFresh).isPresent()) {
            return CompletableFuture.completedFuture(known.get().policy());
        }
        String uri = client.uri(options.document().replace("{user}", escaped(user)));
        return client.get(uri, user, known.map(Cached::etag).orElse(""))
                .thenCompose(answer -> take(user, known, answer));
    }

    private synchronized Optional<Cached> known(String user) {
        return Optional.ofNullable(cache.get(user));
    }

    private boolean isFresh(Cached cached) {
        return cached.asked().plus(options.age()).isAfter(clock.instant());
    }

    /** RFC 4825 6.2: what may stand in a segment of a path. */
    private static String escaped(String user) {
        return Stream.of(user.split(""))
                .map(c -> "?#/[]%\"<>\\^`{|} ".contains(c) ? String.format("%%%02X", (int) c.charAt(0)) : c)
                .collect(Collectors.joining());
    }

    private CompletableFuture<Policy> take(String user, Optional<Cached> known, XcapAnswer answer) {
        if (answer instanceof XcapAnswer.Found found) {
            return read(user, found).thenApply(policy -> keep(user, policy, found.etag()));
        } else if (answer instanceof XcapAnswer.NotModified && known.isPresent()) {
            // The lists may have changed where the rules have not.
            return policy(user, known.get().policy().rules())
                    .thenApply(p -> keep(user, p, known.get().etag()));
        } else if (answer instanceof XcapAnswer.NotThere) {
            return CompletableFuture.completedFuture(keep(user, Policy.without(options.otherwise()), ""));
        }
        LOG.warn("the presence rules of a user cannot be read: {}", answer);
        // What she decided earlier still holds.
        return CompletableFuture.completedFuture(
                known.map(Cached::policy).orElse(Policy.without(Permission.UNDECIDED)));
    }

    private synchronized Policy keep(String user, Policy policy, String etag) {
        cache.put(user, new Cached(policy, etag, clock.instant()));
        return policy;
    }

    private CompletableFuture<Policy> read(String user, XcapAnswer.Found found) {
        try {
            return policy(user, Optional.of(PresenceRules.read(found.content())));
        } catch (XmlException e) {
            LOG.warn("the presence rules of a user are none: {}", e.getMessage());
            return CompletableFuture.completedFuture(Policy.without(Permission.UNDECIDED));
        }
    }

    private CompletableFuture<Policy> policy(String user, Optional<PresenceRules> rules) {
        List<String> references = rules.map(PresenceRules::lists).orElse(Set.of()).stream()
                .filter(client::has)
                .limit(MOST_LISTS)
                .toList();
        List<CompletableFuture<XcapAnswer>> answers = references.stream()
                .map(reference -> client.get(reference, user, ""))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> {
                    Map<String, Set<String>> lists = new HashMap<>();
                    for (int i = 0; i < references.size(); i++) {
                        if (answers.get(i).join() instanceof XcapAnswer.Found found) {
                            lists.put(references.get(i), members(found.content()));
                        }
                    }
                    return new Policy(rules, Map.copyOf(lists), options.otherwise());
                });
    }

    /** RFC 4826 3: the entries of a list and of those inside it. */
    private static Set<String> members(XmlElement element) {
        return entries(element).map(Watcher::normal).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> entries(XmlElement element) {
        return element.is(LISTS, "entry")
                ? Stream.of(element.attribute("uri"))
                : element.children().stream().flatMap(XcapPolicies::entries);
    }
}
