package org.tombolo.gateway.interconnection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;

/** Associations in a list. */
final class FakeAssociations implements Associations {
    private final List<Association> all = new ArrayList<>();

    void add(String ims, String web, Association.Service service) {
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
    public List<Association> list(String after, int limit) {
        return all;
    }

    @Override
    public Association add(Address ims, Address web, Association.Service service, Association.Source source) {
        Association association = new Association(String.valueOf(all.size()), ims, web, service, source);
        all.add(association);
        return association;
    }

    @Override
    public boolean remove(String id) {
        return all.removeIf(a -> a.id().equals(id));
    }
}
