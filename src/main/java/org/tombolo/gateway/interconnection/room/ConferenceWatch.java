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
        Body body = full
                ? document(State.FULL, now, now.participants(), List.of())
                : document(State.PARTIAL, now, changed(current), gone(current));
        told = current;
        full = false;
        return Optional.of(body);
    }

    private List<Participant> changed(Map<String, Participant> current) {
        return current.values().stream()
                .filter(p -> !p.equals(told.get(p.uri())))
                .toList();
    }

    private List<String> gone(Map<String, Participant> current) {
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
