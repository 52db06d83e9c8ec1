package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.identity.Jid;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.xml.XmlException;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;
import org.tombolo.xmpp.XmppPresence.Type;

/** RFC 8048 6.3. */
class PidfToXmppTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Jid ROMEO = new Jid("romeo", "example.net", "");
    private static final Jid JULIET = new Jid("juliet", "example.com", "");

    private static Map<String, XmppPresence> map(String inside) throws XmlException {
        String document =
                "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'"
                        + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='pres:romeo@example.net'>" + inside
                        + "</presence>";
        return PidfToXmpp.map(
                PresenceDocument.read(document.getBytes(StandardCharsets.UTF_8), ""), ROMEO, JULIET, NOON);
    }

    /** The RFC's examples 4 and 6. */
    @Test
    void rfc8048_6_3_openIsAvailable() throws XmlException {
        Map<String, XmppPresence> all = map("<tuple id='ID-dr4hcr0st3lup4c'><status><basic>open</basic>"
                + "<show xmlns='jabber:client'>away</show></status></tuple>");
        XmppPresence presence = all.get("dr4hcr0st3lup4c");
        assertThat(presence.type()).isEqualTo(Type.AVAILABLE);
        assertThat(presence.from().text()).isEqualTo("romeo@example.net/dr4hcr0st3lup4c");
        assertThat(presence.to()).isEqualTo(JULIET);
        assertThat(presence.show()).isEqualTo(Show.AWAY);
    }

    @ParameterizedTest
    @CsvSource({"closed", "else", "''"})
    void rfc8048_6_3_whoeverIsNotOpenIsNotAvailable(String basic) throws XmlException {
        assertThat(map("<tuple id='ID-x'><status><basic>" + basic + "</basic></status></tuple>"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 127", "0.5, 64", "0.008, 1", ", 0", "7, 0"})
    void rfc8048_6_3_aPriorityIsMapped(String given, int expected) throws XmlException {
        String attribute = given == null ? "" : " priority='" + given + "'";
        assertThat(map("<tuple id='ID-x'><status><basic>open</basic></status><contact" + attribute
                                + ">sip:r@e</contact></tuple>")
                        .get("x")
                        .priority())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<note>tuple</note>, <note>all</note>, tuple",
        "'', <note>all</note>, all",
        "'', <dm:person id='p'><dm:note>person</dm:note></dm:person><note>all</note>, person",
        "'', '', ''"
    })
    void rfc8048_6_3_aNoteIsTheStatus(String inTuple, String outside, String expected) throws XmlException {
        assertThat(map("<tuple id='ID-x'><status><basic>open</basic></status>" + inTuple + "</tuple>" + outside)
                        .get("x")
                        .status())
                .isEqualTo(expected);
    }

    @Test
    void rfc8048_6_3_theLanguageOfTheNoteIsKept() throws XmlException {
        assertThat(
                        map("<tuple id='ID-x'><status><basic>open</basic></status><note xml:lang='fr'>h\u00e9</note></tuple>")
                                .get("x")
                                .language())
                .isEqualTo("fr");
    }

    @ParameterizedTest
    @CsvSource({
        "away, AWAY",
        "busy, DND",
        "on-the-phone, DND",
        "meeting, DND",
        "vacation, XA",
        "sleeping, XA",
        "lunch, AWAY",
        "unknown, NONE",
        "playing, NONE"
    })
    void rfc4480_3_2_activitiesAreShown(String activity, Show show) throws XmlException {
        String tuple = "<tuple id='ID-x'><status><basic>open</basic></status>%s</tuple>%s";
        String activities = "<r:activities><r:" + activity + "/></r:activities>";
        assertThat(map(tuple.formatted("", "<dm:person id='p'>" + activities + "</dm:person>"))
                        .get("x")
                        .show())
                .isEqualTo(show);
        assertThat(map(tuple.formatted(activities, "")).get("x").show()).isEqualTo(show);
    }

    @ParameterizedTest
    @CsvSource({"away, AWAY", "chat, CHAT", "dnd, DND", "xa, XA", "nonsense, NONE"})
    void rfc8048_6_3_showIsTaken(String word, Show show) throws XmlException {
        assertThat(map("<tuple id='ID-x'><status><basic>open</basic><show xmlns='jabber:client'>" + word
                                + "</show></status></tuple>")
                        .get("x")
                        .show())
                .isEqualTo(show);
    }

    @Test
    void theResourceIsTheTupleOrItsDevice() throws XmlException {
        String open = "<status><basic>open</basic></status>";
        assertThat(map("<tuple id='a1'>" + open + "</tuple>")).containsOnlyKeys("a1");
        assertThat(map("<tuple id='a1'>" + open + "<dm:deviceID>urn:uuid:1</dm:deviceID></tuple>"))
                .containsOnlyKeys("urn:uuid:1");
    }

    @Test
    void ofTwoServicesOnOneDeviceTheBetterOneCounts() throws XmlException {
        String tuple = "<tuple id='%s'><status><basic>open</basic></status><dm:deviceID>d</dm:deviceID>"
                + "<contact priority='%s'>sip:r@e</contact></tuple>";
        assertThat(map(tuple.formatted("a", "0.1") + tuple.formatted("b", "0.9"))
                        .get("d")
                        .priority())
                .isEqualTo(114);
    }

    @Test
    void resourcesAreBounded() throws XmlException {
        StringBuilder tuples = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            tuples.append("<tuple id='ID-").append(i).append("'><status><basic>open</basic></status></tuple>");
        }
        assertThat(map(tuples.toString())).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource({
        "from='2026-11-26T11:00:00Z' until='2026-11-26T13:00:00Z', AWAY",
        "until='2026-11-26T12:30:00+05:00', NONE",
        "from='2026-11-26T12:30:00Z', NONE",
        "until='tomorrow', AWAY"
    })
    void rfc4480_3_1_anActivityCountsInItsTime(String time, Show show) throws XmlException {
        assertThat(map("<tuple id='ID-x'><status><basic>open</basic></status></tuple><dm:person id='p'><r:activities "
                                + time + "><r:away/></r:activities></dm:person>")
                        .get("x")
                        .show())
                .isEqualTo(show);
    }
}
