package org.tombolo.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Association.Service;

/** All associations in memory, by either side. Reading never waits; changes come one at a time. */
final class AssociationTable {
    private record Side(Address address, Service service) {}

    private final Map<Side, Association> byIms = new ConcurrentHashMap<>();
    /** The oldest first. */
    private final Map<Side, List<Association>> byWeb = new ConcurrentHashMap<>();

    int size() {
        return byIms.size();
    }

    /** Adds an association that is younger than all that are there. */
    void add(Association added) {
        byIms.put(new Side(added.ims(), added.service()), added);
        byWeb.merge(new Side(added.web(), added.service()), List.of(added), (old, one) -> {
            List<Association> all = new ArrayList<>(old);
            all.addAll(one);
            return List.copyOf(all);
        });
    }

    void remove(Association removed) {
        byIms.remove(new Side(removed.ims(), removed.service()));
        byWeb.computeIfPresent(new Side(removed.web(), removed.service()), (side, old) -> {
            List<Association> left =
                    old.stream().filter(a -> !a.id().equals(removed.id())).toList();
            return left.isEmpty() ? null : left;
        });
    }

    Optional<Address> webOf(Address ims, Service service) {
        return Optional.ofNullable(byIms.get(new Side(ims, service))).map(Association::web);
    }

    List<Address> identitiesOf(Address web, Service service) {
        return byWeb.getOrDefault(new Side(web, service), List.of()).stream()
                .map(Association::ims)
                .toList();
    }

    Optional<Address> imsOf(Address web, Service service) {
        return Optional.ofNullable(byWeb.get(new Side(web, service)))
                .map(all -> all.get(0).ims());
    }
}
