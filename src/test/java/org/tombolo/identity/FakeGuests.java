package org.tombolo.identity;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Guests in memory. */
public final class FakeGuests implements Guests {
    private record Pair(WebUser host, WebUser guest) {}

    private final Set<Pair> pairs = new TreeSet<>(
            Comparator.comparing(pair -> pair.host().name() + " " + pair.guest().name()));

    @Override
    public synchronized boolean has(WebUser host, WebUser guest) {
        return pairs.contains(new Pair(host, guest));
    }

    @Override
    public synchronized List<WebUser> of(WebUser host) {
        return pairs.stream()
                .filter(pair -> pair.host().equals(host))
                .map(Pair::guest)
                .toList();
    }

    @Override
    public synchronized boolean add(WebUser host, WebUser guest) {
        if (of(host).size() >= MOST) {
            return false;
        }
        pairs.add(new Pair(host, guest));
        return true;
    }

    @Override
    public synchronized boolean remove(WebUser host, WebUser guest) {
        return pairs.remove(new Pair(host, guest));
    }
}
