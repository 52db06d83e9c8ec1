package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.xml.XmlException;
import org.tombolo.xmpp.UserCard;

class PidfToCardTest {
    private static Optional<UserCard> map(String inPerson) throws XmlException {
        return PidfToCard.map(PresenceDocument.read(("""
                <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:rosaline@ims.test"
                    xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid"
                    xmlns:c="urn:ietf:params:xml:ns:pidf:cipid"><dm:person id="p1">%s</dm:person></presence>
                """).formatted(inPerson).getBytes(StandardCharsets.UTF_8), ""));
    }

    @Test
    void rfc4482_3_1_displayNameAndRfc4480_3_11_statusIconAreTheCard() throws Exception {
        assertThat(map("<r:status-icon>https://ims.test/r.png</r:status-icon>"
                        + "<c:display-name> Fair Rosaline </c:display-name>"))
                .contains(new UserCard("Fair Rosaline", Optional.of(URI.create("https://ims.test/r.png"))));
    }

    @Test
    void aPersonWithoutEitherHasNoCard() throws Exception {
        assertThat(map("<dm:note>away</dm:note>")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cid:icon@ims.test", "file:///etc/passwd", "javascript:alert(1)", "https:", "ht tp://x", "//x"})
    void aPictureThatIsNotOnTheWebIsLeftOut(String icon) throws Exception {
        assertThat(map("<r:status-icon>" + icon + "</r:status-icon><c:display-name>R</c:display-name>"))
                .contains(new UserCard("R", Optional.empty()));
    }

    @Test
    void anEndlessNameIsNoName() throws Exception {
        assertThat(map("<c:display-name>" + "x".repeat(201) + "</c:display-name>"))
                .isEmpty();
    }
}
