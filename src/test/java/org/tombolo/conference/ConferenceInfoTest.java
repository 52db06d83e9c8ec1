package org.tombolo.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.tombolo.conference.ConferenceInfo.State;

class ConferenceInfoTest {
    private static final String ROOM = "sip:capulet@rooms.example.com";
    private static final Participant JULIET =
            new Participant(ROOM + ";gr=JuliC", "JuliC", "moderator", Optional.of("xmpp:juliet@example.com/balcony"));
    private static final Participant BEN = new Participant(ROOM + ";gr=B%26n", "B&n", "", Optional.empty());

    private static String document(State state, List<Participant> participants, String... gone) throws Exception {
        byte[] written =
                new ConferenceInfo(7, state, ROOM, "Today <in> Verona", 2, participants, List.of(gone)).write();
        schema().newValidator().validate(new StreamSource(new ByteArrayInputStream(written)));
        return new String(written, StandardCharsets.UTF_8);
    }

    private static Schema schema() throws Exception {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(ConferenceInfoTest.class.getResource("/conference/rfc4575.xsd"));
    }

    @Test
    void rfc4575_6_aFullDocumentIsValidAndHasEverything() throws Exception {
        String text = document(State.FULL, List.of(JULIET, BEN));
        assertThat(text)
                .contains(
                        "<subject>Today &lt;in&gt; Verona</subject>",
                        "<user-count>2</user-count>",
                        "<display-text>JuliC</display-text>",
                        "<uri>xmpp:juliet@example.com/balcony</uri>",
                        "<roles><entry>moderator</entry></roles>",
                        "<type>message</type>",
                        "version=\"7\"");
        // RFC 7701 7.4
        assertThat(text).contains("urn:ietf:params:xml:ns:xcon-conference-info", "nickname=\"B&amp;n\"");
    }

    @Test
    void rfc4575_4_4_aPartialDocumentTellsWhoHasComeAndGone() throws Exception {
        String text = document(State.PARTIAL, List.of(BEN), JULIET.uri());
        assertThat(text)
                .contains("<users state=\"partial\">", "entity=\"" + JULIET.uri() + "\" state=\"deleted\"")
                .doesNotContain("<display-text>JuliC");
    }

    @Test
    void rfc4575_4_4_whatIsDeletedHasNothingInside() throws Exception {
        assertThat(document(State.DELETED, List.of()))
                .contains("state=\"deleted\"")
                .doesNotContain("<users");
    }
}
