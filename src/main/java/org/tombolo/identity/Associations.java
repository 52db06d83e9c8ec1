package org.tombolo.identity;

import java.util.List;
import java.util.Optional;

/** The associations between IMS and web identities. Lookups are answered from memory; only changes reach the database. */
public interface Associations {

    /** The web identity that stands for an IMS identity in a service. */
    Optional<Address> webOf(Address ims, Association.Service service);

    /** The IMS identity that stands for a web identity in a service. */
    Optional<Address> imsOf(Address web, Association.Service service);

    /** All IMS identities for which a web identity stands in a service, the oldest first. */
    List<Address> identitiesOf(Address web, Association.Service service);

    /**
     * All of them, ordered by id.
     *
     * @param after only those with a greater id, or empty for the first page
     * @param limit 1 to 1000
     */
    List<Association> list(String after, int limit);

    /**
     * Adds one.
     *
     * @throws IllegalArgumentException when that IMS identity already has one for that service, naming it
     */
    Association add(Address ims, Address web, Association.Service service, Association.Source source);

    /** Removes one; false when there is none of that id. */
    boolean remove(String id);
}
