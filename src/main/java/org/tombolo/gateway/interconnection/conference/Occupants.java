package org.tombolo.gateway.interconnection.conference;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tombolo.conference.Participant;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;

/**
 * The participants of a conference as occupants of a room, each by a nickname that nobody else has (RFC 7702 5.4, 7). On the
 * session's executor.
 */
final class Occupants {
    private static final String NAMELESS = "participant";

    private final Visitor visitor;
    private Map<String, Participant> byNickname = new LinkedHashMap<>();

    /**
     * What is new.
     *
     * @param gone nicknames of those who are not there any more
     * @param there who has come, or stands otherwise
     */
    record Changes(List<String> gone, Map<String, Participant> there) {}

    Occupants(Visitor visitor) {
        this.visitor = visitor;
    }

    /**
     * The conference tells who is in it.
     *
     * @param own our visitor's nicknames, under which she stands herself
     */
    Changes update(List<Participant> participants, List<String> own) {
        Map<String, Participant> now = new LinkedHashMap<>();
        for (Participant participant : participants) {
            if (!isVisitor(participant, own)) {
                now.put(free(nickname(participant), now, own), participant);
            }
        }
        Set<String> gone = new LinkedHashSet<>(byNickname.keySet());
        gone.removeAll(now.keySet());
        Map<String, Participant> there = new LinkedHashMap<>(now);
        Map<String, Participant> before = byNickname;
        there.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        byNickname = now;
        return new Changes(List.copyOf(gone), there);
    }

    private boolean isVisitor(Participant participant, List<String> own) {
        return own.contains(participant.nickname())
                || same(participant.uri(), visitor.uri())
                || participant.aor().filter(aor -> same(aor, visitor.uri())).isPresent();
    }

    private static boolean same(String one, String other) {
        Optional<SipAddress> address = SipAddress.parse(one).map(SipAddress::bare);
        return address.isPresent() && address.equals(SipAddress.parse(other).map(SipAddress::bare));
    }

    private String nickname(Participant participant) {
        String named = participant.nickname().isBlank()
                ? SipAddress.parse(participant.uri()).map(SipAddress::user).orElse("")
                : participant.nickname();
        return resource(named).orElse(NAMELESS);
    }

    private Optional<String> resource(String nickname) {
        try {
            return nickname.isBlank()
                    ? Optional.empty()
                    : Optional.of(visitor.occupant(nickname.strip()).resource());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Who has no nickname of RFC 7701 may be called as another one is. */
    private static String free(String nickname, Map<String, Participant> taken, List<String> own) {
        String name = nickname;
        for (int i = 2; taken.containsKey(name) || own.contains(name); i++) {
            name = nickname + " " + i;
        }
        return name;
    }

    /** The URI of an occupant. */
    Optional<String> uri(String nickname) {
        return Optional.ofNullable(byNickname.get(nickname)).map(Participant::uri);
    }

    Map<String, Participant> all() {
        return byNickname;
    }

    /** Who says something, by the From of its envelope: one of them, or a name that we have not heard of yet. */
    Jid speaker(String uri, String name) {
        return byNickname.entrySet().stream()
                .filter(entry -> entry.getValue().uri().equals(uri)
                        || entry.getValue().aor().filter(uri::equals).isPresent())
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> resource(name))
                .or(() -> SipAddress.parse(uri).map(SipAddress::user).flatMap(this::resource))
                .map(visitor::occupant)
                .orElse(visitor.room());
    }
}
