package org.tombolo.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tombolo.conference.ConferenceInfo.State;
import org.tombolo.conference.ConferenceReader.Outcome;

class ConferenceReaderTest {
    private static final String ROOM = "sip:montague@chat.example.org";
    private static final Participant ROMEO =
            new Participant(ROOM + ";gr=Romeo", "Romeo", "participant", Optional.of("xmpp:romeo@example.org/orchard"));
    private static final Participant BEN = new Participant(ROOM + ";gr=Ben", "Ben", "", Optional.empty());

    private final ConferenceReader reader = new ConferenceReader();

    private Outcome reads(String xml) {
        return reader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome reads(long version, State state, List<Participant> participants, String... gone) {
        return reader.read(new ConferenceInfo(version, state, ROOM, "Today", 2, participants, List.of(gone)).write());
    }

    private static String document(String attributes, String users) {
        return "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info' entity='" + ROOM + "' " + attributes
                + "><users" + users + "</users></conference-info>";
    }

    @Test
    void rfc4575_4_6_documentsAreReadTogether() {
        assertThat(reads(3, State.FULL, List.of(ROMEO))).isEqualTo(Outcome.NEWS);
        assertThat(reader.participants()).containsExactly(ROMEO);
        assertThat(reader.subject()).isEqualTo("Today");
        assertThat(reads(4, State.PARTIAL, List.of(BEN), ROMEO.uri())).isEqualTo(Outcome.NEWS);
        assertThat(reader.participants()).containsExactly(BEN);
        assertThat(reads(4, State.FULL, List.of(ROMEO))).isEqualTo(Outcome.OLD);
        assertThat(reads(6, State.PARTIAL, List.of(ROMEO))).isEqualTo(Outcome.GAP);
        assertThat(reader.participants()).containsExactly(BEN);
        assertThat(reads(9, State.FULL, List.of(ROMEO, BEN))).isEqualTo(Outcome.NEWS);
        assertThat(reader.participants()).containsExactly(ROMEO, BEN);
        assertThat(reads(10, State.DELETED, List.of())).isEqualTo(Outcome.DELETED);
    }

    @Test
    void rfc4575_4_6_aPartialUserKeepsWhatIsNotTold() {
        reads(1, State.FULL, List.of(ROMEO));
        assertThat(reads(document(
                        "state='partial' version='2'",
                        " state='partial'><user entity='" + ROMEO.uri()
                                + "' state='partial'><roles><entry>visitor</entry></roles></user>")))
                .isEqualTo(Outcome.NEWS);
        assertThat(reader.participants())
                .containsExactly(new Participant(ROMEO.uri(), "Romeo", "visitor", ROMEO.aor()));
    }

    @Test
    void rfc4575_5_7_whoIsDisconnectedIsNotThere() {
        reads(document(
                "version='0'",
                "><user entity='sip:bob@example.com'><display-text>Bob Hoskins</display-text>"
                        + "<endpoint entity='sip:bob@pc33.example.com'><status>disconnected</status></endpoint></user>"
                        + "<user entity='sip:alice@example.com'><display-text>Alice</display-text>"
                        + "<endpoint entity='sip:alice@pc1.example.com'><status>connected</status></endpoint></user>"));
        // RFC 7702 7: without a nickname it is the name to show
        assertThat(reader.participants())
                .containsExactly(new Participant("sip:alice@example.com", "Alice", "", Optional.empty()));
    }

    @Test
    void whatIsNoSuchDocumentSaysNothing() {
        assertThat(reads("<conference-info version='1'/>")).isEqualTo(Outcome.MALFORMED);
        assertThat(reads(document("version='x'", ">"))).isEqualTo(Outcome.MALFORMED);
        assertThat(reads("<!DOCTYPE a><a/>")).isEqualTo(Outcome.MALFORMED);
        assertThat(reads("")).isEqualTo(Outcome.MALFORMED);
        assertThat(reader.participants()).isEmpty();
    }
}
