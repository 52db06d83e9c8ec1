package org.tombolo.store.jdbc;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.tombolo.identity.Guests;
import org.tombolo.identity.WebUser;

/** Guests in the database, all of them in memory too: whoever opens a stream waits for no query. */
public final class JdbcGuests implements Guests {
    private final Jdbi jdbi;
    private final Map<WebUser, Set<WebUser>> guests = new ConcurrentHashMap<>();

    /** Reads all of them. */
    public JdbcGuests(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.useHandle(handle -> handle.select("SELECT host, guest FROM share_guests")
                .map((row, context) -> List.of(new WebUser(row.getString("host")), new WebUser(row.getString("guest"))))
                .forEach(pair -> hers(pair.get(0)).add(pair.get(1))));
    }

    private Set<WebUser> hers(WebUser host) {
        return guests.computeIfAbsent(host, h -> ConcurrentHashMap.newKeySet());
    }

    @Override
    public boolean has(WebUser host, WebUser guest) {
        return guests.getOrDefault(host, Set.of()).contains(guest);
    }

    @Override
    public List<WebUser> of(WebUser host) {
        return guests.getOrDefault(host, Set.of()).stream()
                .sorted(Comparator.comparing(WebUser::name))
                .toList();
    }

    // One change at a time, so that memory sees changes in the order of their commits.
    @Override
    public synchronized boolean add(WebUser host, WebUser guest) {
        if (has(host, guest)) {
            return true;
        }
        if (guests.getOrDefault(host, Set.of()).size() >= MOST) {
            return false;
        }
        jdbi.useHandle(handle ->
                handle.execute("INSERT INTO share_guests (host, guest) VALUES (?, ?)", host.name(), guest.name()));
        hers(host).add(guest);
        return true;
    }

    @Override
    public synchronized boolean remove(WebUser host, WebUser guest) {
        jdbi.useHandle(handle ->
                handle.execute("DELETE FROM share_guests WHERE host = ? AND guest = ?", host.name(), guest.name()));
        return guests.getOrDefault(host, Set.of()).remove(guest);
    }
}
