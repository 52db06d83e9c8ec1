package org.tombolo.gateway.interconnection.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.conference.ConferenceInfo;
import org.tombolo.conference.ConferenceInfo.State;
import org.tombolo.conference.Participant;
import org.tombolo.gateway.interconnection.presence.Recipient;
import org.tombolo.gateway.interconnection.presence.ServedSubscription;
import org.tombolo.gateway.interconnection.room.Roster.Snapshot;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SubscriptionState;

/** A subscription to the event package of conferences (RFC 4575): all of it first, then what has changed. */
final class ConferenceWatch implements ServedSubscription.Content {
    /** The event package (RFC 4575 3.1). */
    static final String EVENT = "conference";

    /** Containers take 64 KB for a message. */
    private static final int MOST_OCTETS = 30_000;
    /** What is said of a participant besides names and URIs. */
    private static final int ELEMENTS = 350;

    private final RoomSession session;
    private Map<String, Participant> told = Map.of();
    private boolean full = true;
    private long version;

    ConferenceWatch(RoomSession session) {
        this.session = session;
    }

    /** RFC 7702 6.2: there is something to tell once she is in the room. */
    @Override
    public boolean authorised() {
        return session.roster().snapshot().whole();
    }

    @Override
    public Optional<Body> body(Recipient subscription, SubscriptionState state) {
        Snapshot now = session.roster().snapshot();
        if (session.destroyed()) {
            return Optional.of(document(State.DELETED, now, List.of(), List.of()));
        } else if (!now.whole() || state.terminated()) {
            return Optional.empty();
        }
        Map<String, Participant> current = new LinkedHashMap<>();
        now.participants().forEach(p -> current.put(p.uri(), p));
        Map<String, Participant> before = full ? Map.of() : told;
        List<String> gone = gone(before, current);
        List<Participant> news = current.values().stream()
                .filter(p -> !p.equals(before.get(p.uri())))
                .toList();
        List<Participant> some = news.subList(0, fitting(news));
        Body body = document(full ? State.FULL : State.PARTIAL, now, some, gone);
        remember(before, current, some);
        if (some.size() < news.size()) {
            // The others follow as what has changed.
            subscription.changed();
        }
        return Optional.of(body);
    }

    private void remember(Map<String, Participant> before, Map<String, Participant> current, List<Participant> some) {
        Map<String, Participant> now = new LinkedHashMap<>(before);
        now.keySet().retainAll(current.keySet());
        some.forEach(p -> now.put(p.uri(), p));
        told = now;
        full = false;
    }

    /** How many of them a NOTIFY holds. */
    private static int fitting(List<Participant> participants) {
        int octets = 0;
        for (int i = 0; i < participants.size(); i++) {
            Participant one = participants.get(i);
            octets += ELEMENTS
                    + 2 * (one.uri().length() + one.nickname().length())
                    + one.aor().map(String::length).orElse(0);
            if (i > 0 && octets > MOST_OCTETS) {
                return i;
            }
        }
        return participants.size();
    }

    private static List<String> gone(Map<String, Participant> told, Map<String, Participant> current) {
        return told.keySet().stream().filter(uri -> !current.containsKey(uri)).toList();
    }

    private Body document(State state, Snapshot now, List<Participant> participants, List<String> gone) {
        return new Body(
                ConferenceInfo.TYPE,
                new ConferenceInfo(
                                ++version,
                                state,
                                session.room().uri(),
                                now.subject(),
                                now.participants().size(),
                                participants,
                                gone)
                        .write());
    }

    /** RFC 6665 4.2.1.2: the answer to a refresh tells everything. */
    @Override
    public void refreshed(Recipient subscription) {
        full = true;
    }

    @Override
    public void notTaken() {
        full = true;
    }

    @Override
    public void ended(Recipient subscription) {
        session.subscriptions().ended(subscription);
    }

    @Override
    public List<Header> headers() {
        return List.of(Header.FOCUS);
    }
}
