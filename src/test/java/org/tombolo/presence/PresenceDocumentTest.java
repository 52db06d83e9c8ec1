package org.tombolo.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.presence.Tuple.Basic;
import org.tombolo.xml.XmlException;

class PresenceDocumentTest {
    private static final String RICH = """
            <?xml version="1.0" encoding="UTF-8"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" xmlns:ci="urn:ietf:params:xml:ns:pidf:cipid"
                xmlns:op="urn:oma:xml:prs:pidf:oma-pres" entity="sip:someone@example.com">
              <tuple id="bs35r9">
                <status><basic>open</basic></status>
                <op:service-description><op:service-id>org.openmobilealliance:IM-session</op:service-id></op:service-description>
                <dm:deviceID>urn:device:0003ba4811e3</dm:deviceID>
                <contact priority="0.8">im:someone@mobile.example.com</contact>
                <note xml:lang="en">Don't Disturb Please!</note>
                <timestamp>2005-10-27T16:49:29Z</timestamp>
              </tuple>
              <tuple id="eg92n8"><status/></tuple>
              <note>everywhere</note>
              <dm:person id="p1"><r:activities><r:away/><r:other>sleepwalking</r:other></r:activities>
                <r:status-icon>http://example.com/i.png</r:status-icon><ci:display-name>Some One</ci:display-name>
                <dm:note>gone</dm:note></dm:person>
              <dm:device id="pc1"><dm:deviceID>urn:device:0003ba4811e3</dm:deviceID></dm:device>
            </presence>
            """;

    private static PresenceDocument read(String text) throws XmlException {
        return PresenceDocument.read(text.strip().getBytes(StandardCharsets.UTF_8), "");
    }

    @Test
    void rfc3863_4_1_tuplesAreRead() throws XmlException {
        PresenceDocument document = read(RICH);
        Tuple tuple = document.tuples().get(0);
        assertThat(document.entity()).isEqualTo("sip:someone@example.com");
        assertThat(tuple.id()).isEqualTo("bs35r9");
        assertThat(tuple.basic()).isEqualTo(Basic.OPEN);
        assertThat(tuple.contact()).isEqualTo("im:someone@mobile.example.com");
        assertThat(tuple.priority()).hasValue(0.8);
        assertThat(tuple.notes()).containsExactly(new Note("Don't Disturb Please!", "en"));
        assertThat(tuple.device()).isEqualTo("urn:device:0003ba4811e3");
        assertThat(document.tuples().get(1).basic()).isEqualTo(Basic.UNKNOWN);
        assertThat(document.notes()).containsExactly(new Note("everywhere", ""));
    }

    @Test
    void rfc4479_3_2_personsAreRead() throws XmlException {
        Person person = read(RICH).persons().get(0);
        assertThat(person.activities(Instant.EPOCH).names()).isEqualTo(Set.of("away", "other"));
        assertThat(person.statusIcon()).isEqualTo("http://example.com/i.png");
        assertThat(person.displayName()).isEqualTo("Some One");
        assertThat(person.notes()).containsExactly(new Note("gone", ""));
    }

    @Test
    void whatNobodyKnowsIsKept() throws XmlException {
        PresenceDocument document = read(RICH);
        assertThat(read(new String(document.write(), StandardCharsets.UTF_8))).isEqualTo(document);
        assertThat(new String(document.write(), StandardCharsets.UTF_8))
                .contains("org.openmobilealliance:IM-session", "<device ");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1.000, 1", "0.127, 0.127", "1.1, ", "-1, ", "0.1234, ", "x, ", ","})
    void rfc3863_4_1_5_aPriorityIsADecimalOfThreeDigits(String text, Double priority) throws XmlException {
        String attribute = text == null ? "" : " priority='" + text + "'";
        Tuple tuple = read("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b'><tuple id='t'><status/>"
                        + "<contact" + attribute + ">sip:a@b</contact></tuple></presence>")
                .tuples()
                .get(0);
        assertThat(tuple.priority().isPresent()).isEqualTo(priority != null);
        tuple.priority().ifPresent(p -> assertThat(p).isEqualTo(priority));
    }

    @ParameterizedTest
    @CsvSource({
        "<presence xmlns='urn:other'/>",
        "<list xmlns='urn:ietf:params:xml:ns:pidf'/>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple/></presence>"
    })
    void otherDocumentsAreRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(XmlException.class);
    }

    private static Note note(String document, String contentLanguage) throws XmlException {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        return PresenceDocument.read(body, contentLanguage)
                .tuples()
                .get(0)
                .notes()
                .get(0);
    }

    /** The note says it, what encloses it says it, or the header says it: the nearest counts. */
    @Test
    void rfc3863_4_1_6_theLanguageOfANoteMayBeThatOfWhatEnclosesIt() throws XmlException {
        String document = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b'%s><tuple id='t'%s>"
                + "<status><basic>open</basic></status><note%s>x</note></tuple></presence>";
        String german = " xml:lang='de'";
        String french = " xml:lang='fr'";
        assertThat(note(document.formatted("", "", ""), "en").language()).isEqualTo("en");
        assertThat(note(document.formatted(german, "", ""), "en").language()).isEqualTo("de");
        assertThat(note(document.formatted(german, french, ""), "en").language())
                .isEqualTo("fr");
        assertThat(note(document.formatted(german, french, " xml:lang='cs'"), "en")
                        .language())
                .isEqualTo("cs");
    }
}
