package org.tombolo.web.oma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.core.MultivaluedMap;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.identity.Address;
import org.tombolo.web.Refusal;

/** CallSessionInformation as a client sends it: who is called first, and who then. */
record WantedSession(List<WantedParticipant> participant, Optional<String> clientCorrelator) {
    private static final String PARTICIPANT = "participantAddress";
    private static final int PARTIES = 2;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_CORRELATOR = 200;

    WantedSession {
        participant = List.copyOf(participant);
    }

    /** The body in JSON, which has the name of its type around it. */
    record Body(WantedSession callSessionInformation) {}

    /** CallParticipantInformation as a client sends it. */
    record WantedParticipant(
            String participantAddress, Optional<String> participantName, Optional<String> clientCorrelator) {

        /** The body in JSON. */
        record Body(WantedParticipant callParticipantInformation) {}

        /** From a form. */
        static WantedParticipant of(MultivaluedMap<String, String> form) {
            return new WantedParticipant(
                    one(form, PARTICIPANT).orElseThrow(() -> Faults.invalid(PARTICIPANT + ": is required")),
                    one(form, "participantName"),
                    one(form, "clientCorrelator"));
        }

        Address address() {
            return PartyAddress.parse(participantAddress)
                    .orElseThrow(() -> Refusal.of(
                            400,
                            Faults.NO_ADDRESS,
                            PARTICIPANT + ": must be such as tel:+15550001 or sip:alice@example.com"));
        }

        Optional<String> name() {
            if (participantName.filter(n -> n.length() > LONGEST_NAME).isPresent()) {
                throw Faults.invalid("participantName: has more than " + LONGEST_NAME + " characters");
            }
            return participantName;
        }
    }

    /** From a form (appendix C): names belong to the addresses in their order. */
    static WantedSession of(MultivaluedMap<String, String> form) {
        List<String> addresses = form.getOrDefault(PARTICIPANT, List.of());
        List<String> names = form.getOrDefault("participantName", List.of());
        List<WantedParticipant> participants = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Optional<String> name = i < names.size() ? Optional.of(names.get(i)) : Optional.empty();
            participants.add(new WantedParticipant(addresses.get(i), name, Optional.empty()));
        }
        return new WantedSession(participants, one(form, "clientCorrelator"));
    }

    private static Optional<String> one(MultivaluedMap<String, String> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Faults.invalid(name + ": is given twice");
        }
        return values.stream().findFirst();
    }

    /** @throws Refusal when it is no call of two */
    CallRequest request(Requester requester) {
        if (participant.size() > PARTIES) {
            throw Refusal.of(403, Faults.TOO_MANY, "participant");
        } else if (participant.size() < PARTIES) {
            throw Faults.invalid("participant: a call has two");
        }
        return new CallRequest(
                participant.get(0).address(), participant.get(1).address(), Optional.empty(), false, requester);
    }

    /** What the client calls the call, which makes the request one that is carried out once; empty when it has no name for it. */
    String correlator() {
        if (clientCorrelator.filter(c -> !c.matches("[\\x21-\\x7e]{1,200}")).isPresent()) {
            throw Faults.invalid("clientCorrelator: must be 1 to " + LONGEST_CORRELATOR + " visible characters");
        }
        return clientCorrelator.orElse("");
    }

    /** The client's names, by what {@link org.tombolo.gateway.interaction.CallLabels} knows them under. */
    Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        clientCorrelator.ifPresent(c -> labels.put(SessionView.CORRELATOR, c));
        participant.forEach(
                p -> p.name().ifPresent(name -> labels.put(p.address().text(), name)));
        return labels;
    }
}
