package org.tombolo.gateway.interconnection.conference;

import java.util.ArrayList;
import java.util.List;
import org.tombolo.conference.ConferenceReader;
import org.tombolo.conference.ConferenceReader.Outcome;
import org.tombolo.xmpp.Conference;

/** What a conference tells of itself, as its visitor hears it (RFC 7702 5.3, 5.4). On the session's executor. */
final class ConferenceRoster {
    private final ConferenceStanzas stanzas;
    private final Occupants occupants;
    private final Runnable ask;
    private final ConferenceReader reader = new ConferenceReader();
    private String subject = "";
    private boolean inside;
    private boolean askedAgain;

    /** @param ask asks the conference for everything */
    ConferenceRoster(ConferenceStanzas stanzas, Occupants occupants, Runnable ask) {
        this.stanzas = stanzas;
        this.occupants = occupants;
        this.ask = ask;
    }

    /**
     * A document of the conference: who has come and gone is presence.
     *
     * @param own the nicknames that are the visitor's
     */
    Outcome told(byte[] document, List<String> own) {
        Outcome outcome = reader.read(document);
        if (outcome == Outcome.GAP && !askedAgain) {
            // RFC 4575 4.6
            askedAgain = true;
            ask.run();
        } else if (outcome == Outcome.NEWS) {
            askedAgain = false;
            Occupants.Changes changes = occupants.update(reader.participants(), own);
            changes.gone().forEach(stanzas::gone);
            stanzas.present(changes.there());
            if (inside && !subject.equals(reader.subject())) {
                subject();
            }
        }
        return outcome;
    }

    /** The visitor is in: her own presence is the last of those that come first, and the subject follows. */
    void enter(String nickname) {
        inside = true;
        stanzas.self(nickname);
        // XEP-0045 7.2.16: the subject comes last, and be it empty.
        subject();
    }

    /** XEP-0045 7.2.1: who has lost sight of the room enters once more. */
    void again(String nickname) {
        stanzas.present(occupants.all());
        enter(nickname);
    }

    /** The conference, as the visitor with that nickname knows it. */
    Conference described(String nickname) {
        List<String> nicknames = new ArrayList<>(occupants.all().keySet());
        nicknames.add(nickname);
        return new Conference(subject, nicknames);
    }

    private void subject() {
        subject = reader.subject();
        stanzas.subject(subject);
    }
}
