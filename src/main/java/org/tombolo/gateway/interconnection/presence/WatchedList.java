package org.tombolo.gateway.interconnection.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tombolo.presence.ListNotification;
import org.tombolo.presence.ListNotification.Resource;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SubscriptionState;

/** A list that a device watches in one dialog (RFC 4662, RFC 5367): it is told of all at first, and of what is new later. */
final class WatchedList implements ServedSubscription.Content {
    private static final Header REQUIRE = new Header("Require", "eventlist");

    private final String uri;
    private final Supplier<String> names;
    private final List<ListMember> members = new ArrayList<>();
    private final List<Runnable> leaving = new ArrayList<>();
    private volatile @Nullable ServedSubscription served;
    private long version;
    private boolean all = true;

    /**
     * An empty one.
     *
     * @param uri of the list
     * @param names makes names that nobody guesses
     */
    WatchedList(String uri, Supplier<String> names) {
        this.uri = uri;
        this.names = names;
    }

    /** A place for a resource. */
    ListMember member(String resource) {
        ListMember member = new ListMember(resource, this::changed);
        members.add(member);
        return member;
    }

    /** What is to be done when the device has left. */
    void whenLeaving(Runnable task) {
        leaving.add(task);
    }

    /** The first NOTIFY is on its way; from now on what is new is sent. */
    void servedBy(ServedSubscription subscription) {
        served = subscription;
        if (members.stream().anyMatch(ListMember::hasNews)) {
            changed();
        }
    }

    private void changed() {
        ServedSubscription mine = served;
        if (mine != null) {
            mine.changed();
        }
    }

    @Override
    public List<Header> headers() {
        // RFC 4662 4.1
        return List.of(REQUIRE);
    }

    @Override
    public boolean authorised() {
        return true;
    }

    @Override
    public Optional<Body> body(Recipient subscription, SubscriptionState state) {
        boolean full = all;
        all = false;
        List<Resource> news =
                members.stream().flatMap(member -> member.news(full).stream()).toList();
        ListNotification notification = new ListNotification(uri, version++, full, news, names.get());
        return Optional.of(new Body(notification.type(), notification.write()));
    }

    @Override
    public void refreshed(Recipient subscription) {
        // RFC 4662 5.2: the first NOTIFY after a SUBSCRIBE has all.
        all = true;
    }

    @Override
    public void notTaken() {
        all = true;
    }

    @Override
    public void ended(Recipient subscription) {
        leaving.forEach(Runnable::run);
    }
}
