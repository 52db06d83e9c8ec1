package org.tombolo.gateway.interconnection.call;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.Namespaces;
import org.tombolo.xml.XmlElement;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;
import org.tombolo.xmpp.XmppRequests;

/**
 * The devices of XMPP users that have shown us their presence, and which of them can be called (XEP-0166 6.1). Bounded: who
 * has been silent longest is forgotten first, and is then asked by message (XEP-0353). Safe for all threads.
 */
final class Devices {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final int MOST_USERS = 100_000;
    private static final int MOST_EACH = 8;

    private final XmppRequests requests;
    private final Map<Jid, Map<Jid, Shown>> users = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Map<Jid, Shown>> eldest) {
            return size() > MOST_USERS;
        }
    };

    /**
     * What a device has shown.
     *
     * @param domain the domain of ours that it was shown to
     */
    private record Shown(int priority, String domain) {}

    /**
     * A device that can be called.
     *
     * @param asked whether it wants to be asked by message first (XEP-0353)
     */
    record Callable(Jid jid, boolean asked) {}

    Devices(XmppRequests requests) {
        this.requests = requests;
    }

    /** A device comes or goes. */
    void presence(XmppPresence presence) {
        Jid device = presence.from();
        switch (presence.type()) {
            case AVAILABLE ->
                come(device, new Shown(presence.priority(), presence.to().domain()));
            case UNAVAILABLE, ERROR -> go(device);
            default -> {}
        }
    }

    private synchronized void come(Jid device, Shown shown) {
        if (device.resource().isEmpty()) {
            return;
        }
        Map<Jid, Shown> hers = users.computeIfAbsent(device.bare(), user -> new LinkedHashMap<>());
        if (hers.size() < MOST_EACH || hers.containsKey(device)) {
            hers.put(device, shown);
        }
    }

    private synchronized void go(Jid device) {
        Map<Jid, Shown> hers = users.get(device.bare());
        if (hers != null) {
            hers.remove(device);
            if (hers.isEmpty() || device.resource().isEmpty()) {
                users.remove(device.bare());
            }
        }
    }

    /** The stream of a domain of ours is gone: who is there is told anew when it is back. */
    synchronized void forget(String domain) {
        users.values()
                .forEach(hers -> hers.values().removeIf(shown -> shown.domain().equalsIgnoreCase(domain)));
        users.values().removeIf(Map::isEmpty);
    }

    /** The devices of a user that are there, by priority (RFC 6121 4.7.2.3), the highest first. */
    synchronized List<Jid> of(Jid user) {
        Map<Jid, Shown> hers = users.getOrDefault(user.bare(), Map.of());
        return hers.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Jid, Shown> device) ->
                                device.getValue().priority())
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Asks devices what they can (XEP-0030 3.1).
     *
     * @param asking who wants to call
     * @return those that can be called, in the same order
     */
    CompletableFuture<List<Callable>> callable(Jid asking, Collection<Jid> devices) {
        List<CompletableFuture<Set<String>>> asked = new ArrayList<>();
        List<Jid> order = List.copyOf(devices);
        order.forEach(device -> asked.add(features(asking, device)));
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    List<Callable> callable = new ArrayList<>();
                    for (int i = 0; i < order.size(); i++) {
                        Set<String> features = asked.get(i).join();
                        if (features.containsAll(Namespaces.NEEDED)) {
                            callable.add(new Callable(order.get(i), features.contains(Namespaces.MESSAGE)));
                        }
                    }
                    return List.copyOf(callable);
                });
    }

    private CompletableFuture<Set<String>> features(Jid asking, Jid device) {
        return requests.request(new XmppRequest(asking, device, false, XmlElement.of(INFO, "query")))
                .thenApply(Devices::features);
    }

    private static Set<String> features(XmppAnswer answer) {
        return answer instanceof XmppAnswer.Result result
                ? result.payload()
                        .map(query -> query.all(INFO, "feature").stream()
                                .map(feature -> feature.attribute("var"))
                                .collect(Collectors.toSet()))
                        .orElse(Set.of())
                : Set.of();
    }
}
