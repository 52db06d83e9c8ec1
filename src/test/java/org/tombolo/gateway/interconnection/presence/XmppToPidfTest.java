package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.identity.Jid;
import org.tombolo.presence.Note;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.presence.Tuple.Basic;
import org.tombolo.xml.XmlException;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;
import org.tombolo.xmpp.XmppPresence.Type;

/** RFC 8048 6.2. */
class XmppToPidfTest {
    private static final Jid ROMEO = new Jid("romeo", "example.net", "");

    private static XmppPresence available(String resource, Show show, String status, int priority) {
        return XmppPresence.available(new Jid("juliet", "example.com", resource), ROMEO, show, status, "en", priority);
    }

    private static PresenceDocument map(XmppPresence... presences) {
        return XmppToPidf.map("pres:juliet@example.com", "sip:juliet@example.com", List.of(presences), Face.NONE);
    }

    /** The RFC's example 16. */
    @Test
    void rfc8048_6_2_availableIsOpen() {
        PresenceDocument document = map(available("balcony", Show.AWAY, "", 0));
        Tuple tuple = document.tuples().get(0);
        assertThat(document.entity()).isEqualTo("pres:juliet@example.com");
        assertThat(tuple.id()).isEqualTo("ID-balcony");
        assertThat(tuple.basic()).isEqualTo(Basic.OPEN);
        assertThat(tuple.show()).isEqualTo("away");
        assertThat(document.persons().get(0).activities(Instant.EPOCH).names()).containsExactly("away");
    }

    @Test
    void rfc4480_3_12_nameAndPictureAreThePersons() throws XmlException {
        Face face = new Face("Juliet & nobody else", Optional.of(URI.create("https://g.test/files/1/picture.png")));
        PresenceDocument document = XmppToPidf.map(
                "pres:juliet@example.com",
                "sip:juliet@example.com",
                List.of(available("balcony", Show.AWAY, "", 0)),
                face);
        Person person = PresenceDocument.read(document.write(), "").persons().get(0);
        assertThat(person.displayName()).isEqualTo("Juliet & nobody else");
        assertThat(person.statusIcon()).isEqualTo("https://g.test/files/1/picture.png");
        assertThat(person.icon()).isEqualTo("https://g.test/files/1/picture.png");
        assertThat(person.activities(Instant.EPOCH).names()).containsExactly("away");
        assertThat(map(available("balcony", Show.NONE, "", 0)).persons()).isEmpty();
    }

    @Test
    void rfc8048_6_2_unavailableIsClosed() {
        Tuple tuple = map(XmppPresence.of(Type.UNAVAILABLE, new Jid("juliet", "example.com", "balcony"), ROMEO)
                        .withStatus("bye"))
                .tuples()
                .get(0);
        assertThat(tuple.basic()).isEqualTo(Basic.CLOSED);
        assertThat(tuple.contact()).isEmpty();
        assertThat(tuple.notes()).containsExactly(new Note("bye", ""));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "127, 1.0", "64, 0.504", "1, 0.008", "-1, ", "-128, "})
    void rfc8048_6_2_aPriorityIsMappedUnlessItIsNegative(int priority, Double expected) {
        Tuple tuple = map(available("b", Show.NONE, "", priority)).tuples().get(0);
        assertThat(tuple.priority().isPresent()).isEqualTo(expected != null);
        tuple.priority().ifPresent(p -> assertThat(p).isEqualTo(expected));
    }

    @Test
    void rfc8048_6_2_theStatusIsANoteInItsLanguage() {
        assertThat(map(available("b", Show.NONE, "wherefore", 0))
                        .tuples()
                        .get(0)
                        .notes())
                .containsExactly(new Note("wherefore", "en"));
    }

    @ParameterizedTest
    @CsvSource({"NONE, '', ", "CHAT, chat, ", "AWAY, away, away", "XA, xa, away", "DND, dnd, busy"})
    void rfc8048_6_2_showStandsInTheStatus(Show show, String word, String activity) {
        PresenceDocument document = map(available("b", show, "", 0));
        assertThat(document.tuples().get(0).show()).isEqualTo(word);
        assertThat(document.persons()).hasSize(activity == null ? 0 : 1);
        document.persons()
                .forEach(p -> assertThat(p.activities(Instant.EPOCH).names()).containsExactly(activity));
    }

    @Test
    void rfc3856_6_8_everyResourceHasATupleAndThePersonIsThatOfTheHighest() {
        PresenceDocument document = map(available("low", Show.NONE, "", 1), available("high", Show.DND, "", 5));
        assertThat(document.tuples().stream().map(Tuple::id)).containsExactly("ID-low", "ID-high");
        assertThat(document.persons().get(0).activities(Instant.EPOCH).names()).containsExactly("busy");
    }

    @ParameterizedTest
    @CsvSource({"balcony, ID-balcony", "'', ID-", "Gajim.5X, ID-Gajim.5X"})
    void rfc8048_6_2_theResourceNamesTheTuple(String resource, String id) {
        assertThat(XmppToPidf.id(resource)).isEqualTo(id);
    }

    @Test
    void aResourceThatNoIdMayHoldHasAnotherOfItsOwn() {
        assertThat(XmppToPidf.id("my phone \u260e")).matches("ID-x[0-9a-f]+").isNotEqualTo(XmppToPidf.id("my phone"));
    }
}
