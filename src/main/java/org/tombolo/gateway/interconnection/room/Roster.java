package org.tombolo.gateway.interconnection.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tombolo.conference.Participant;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.RoomPart.Standing;

/** Who is in a room, and what it is about, as one of those in it is told (RFC 7702 6.2). Safe for all threads. */
final class Roster {
    /** Rooms have fewer occupants; of a greater one the first are told. */
    private static final int MOST = 5000;

    private static final int LONGEST_SUBJECT = 1000;

    private final RoomAddress room;
    private final AddressMapping addresses;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private String subject = "";
    private boolean whole;

    /**
     * How it is at one moment.
     *
     * @param whole whether all of them are known by now
     */
    record Snapshot(boolean whole, String subject, List<Participant> participants) {}

    Roster(RoomAddress room, AddressMapping addresses) {
        this.room = room;
        this.addresses = addresses;
    }

    /** An occupant is there, or stands otherwise than before. */
    synchronized void put(String nickname, Standing standing) {
        if (participants.size() < MOST || participants.containsKey(nickname)) {
            participants.put(
                    nickname,
                    new Participant(
                            room.occupant(nickname),
                            nickname,
                            standing.role(),
                            standing.jid().map(this::outside)));
        }
    }

    /** RFC 7702 5.4: who she is, where the room tells it: an IMS user by her own URI. */
    private String outside(Jid jid) {
        return addresses.isOurs(jid) ? addresses.jidToImsUri(jid.bare()).orElseGet(jid::uri) : jid.uri();
    }

    synchronized void remove(String nickname) {
        participants.remove(nickname);
    }

    /** Nobody is known to be there any more. */
    synchronized void clear() {
        participants.clear();
        whole = false;
    }

    synchronized boolean has(String nickname) {
        return participants.containsKey(nickname);
    }

    synchronized void subject(String now) {
        subject = now.length() > LONGEST_SUBJECT ? now.substring(0, LONGEST_SUBJECT) : now;
    }

    /** All of them are known now. */
    synchronized void complete() {
        whole = true;
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(whole, subject, List.copyOf(participants.values()));
    }
}
