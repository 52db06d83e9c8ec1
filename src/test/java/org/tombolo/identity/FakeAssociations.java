package org.tombolo.identity;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Associations in a list. */
public final class FakeAssociations implements Associations {
    private final List<Association> all = new CopyOnWriteArrayList<>();
    private int made;

    /** Adds one as an administrator does. */
    public void add(String ims, String web, Association.Service service) {
        add(Address.parse(ims).orElseThrow(), Address.parse(web).orElseThrow(), service, Association.Source.ADMIN);
    }

    @Override
    public Optional<Address> webOf(Address ims, Association.Service service) {
        return all.stream()
                .filter(a -> a.ims().equals(ims) && a.service() == service)
                .map(Association::web)
                .findFirst();
    }

    @Override
    public Optional<Address> imsOf(Address web, Association.Service service) {
        return all.stream()
                .filter(a -> a.web().equals(web) && a.service() == service)
                .map(Association::ims)
                .findFirst();
    }

    @Override
    public List<Address> identitiesOf(Address web, Association.Service service) {
        return all.stream()
                .filter(a -> a.web().equals(web) && a.service() == service)
                .map(Association::ims)
                .toList();
    }

    @Override
    public List<Association> list(String after, int limit) {
        return all.stream()
                .filter(a -> a.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public Association add(Address ims, Address web, Association.Service service, Association.Source source) {
        if (webOf(ims, service).isPresent()) {
            throw new IllegalArgumentException(ims.text() + " has an association for " + service + " already");
        }
        Association added = new Association("a" + ++made, ims, web, service, source);
        all.add(added);
        return added;
    }

    @Override
    public boolean remove(String id) {
        return all.removeIf(a -> a.id().equals(id));
    }
}
