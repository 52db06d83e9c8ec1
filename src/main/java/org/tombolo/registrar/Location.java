package org.tombolo.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.sip.Destinations;

/** Where the users of standalone mode are registered. */
public final class Location implements Destinations {
    private static final int CONTACTS_LIMIT = 10;

    private final Map<TelNumber, SipAddress> numbers;
    private final Predicate<SipAddress> accounts;
    private final Clock clock;
    private final Map<SipAddress, List<Contact>> bindings = new ConcurrentHashMap<>();

    /**
     * Nobody is registered yet.
     *
     * @param numbers the telephone numbers of our users
     * @param accounts who can register
     */
    public Location(Map<TelNumber, SipAddress> numbers, Predicate<SipAddress> accounts, Clock clock) {
        this.numbers = numbers;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public Optional<Destination> find(String uri) {
        // One leg rings one phone: the contact that registered last.
        return contacts(uri).stream()
                .reduce((earlier, later) -> later)
                .map(contact -> new Destination(contact.uri(), Optional.empty()));
    }

    @Override
    public boolean knows(String uri) {
        return user(uri).filter(accounts).isPresent();
    }

    /** The URIs that are the same user: her address of record and her numbers. */
    List<String> identities(SipAddress user) {
        List<String> uris = new ArrayList<>();
        uris.add(user.text());
        numbers.forEach((number, owner) -> {
            if (owner.equals(user)) {
                uris.add(number.text());
            }
        });
        return uris;
    }

    /** URIs of all contacts of a user. */
    public List<String> targets(String uri) {
        return contacts(uri).stream().map(Contact::uri).toList();
    }

    /** Whether a phone of the user has announced something. */
    public boolean has(String uri, Feature feature) {
        return contacts(uri).stream().anyMatch(contact -> contact.features().contains(feature));
    }

    /** The user's address of record, when the URI is one or a number of ours. */
    public Optional<SipAddress> user(String uri) {
        return TelNumber.parse(uri)
                .map(number -> Optional.ofNullable(numbers.get(number)))
                .orElseGet(() -> SipAddress.parse(uri).map(SipAddress::bare));
    }

    private List<Contact> contacts(String uri) {
        Instant now = clock.instant();
        return user(uri).map(address -> bindings.getOrDefault(address, List.of())).orElse(List.of()).stream()
                .filter(contact -> contact.expires().isAfter(now))
                .toList();
    }

    /** Adds, refreshes or (when it has expired already) removes a binding, and tells what is bound now. */
    List<Contact> bind(SipAddress user, Contact contact) {
        Instant now = clock.instant();
        return bindings.compute(user, (address, old) -> {
            List<Contact> kept = (old == null ? List.<Contact>of() : old)
                    .stream()
                            .filter(c -> c.expires().isAfter(now) && !c.uri().equals(contact.uri()))
                            .toList();
            if (!contact.expires().isAfter(now)) {
                return kept;
            }
            List<Contact> more = new ArrayList<>(kept);
            more.add(contact);
            return List.copyOf(more.subList(Math.max(0, more.size() - CONTACTS_LIMIT), more.size()));
        });
    }

    /** Removes all bindings of a user. */
    void clear(SipAddress user) {
        bindings.remove(user);
    }

    List<Contact> bound(SipAddress user) {
        return contacts(user.text());
    }
}
