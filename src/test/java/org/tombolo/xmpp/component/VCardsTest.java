package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.ContactCard;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.VCards;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppRequest;

/** XEP-0054 3.3: asking others for their vCards, as Smack reads them. */
class VCardsTest {
    private static final Jid ALICE = new Jid("alice", "ims.localhost", "");
    private static final Jid JULIET = new Jid("juliet", "localhost", "balcony");

    private final List<XmppRequest> sent = new ArrayList<>();

    @BeforeAll
    static void parsers() {
        ExtensionReader.prepareParsers();
    }

    private Optional<ContactCard> ask(XmppAnswer answer) {
        return new VCards(request -> {
                    sent.add(request);
                    return CompletableFuture.completedFuture(answer);
                })
                .ask(ALICE, JULIET)
                .join();
    }

    private static XmppAnswer answer(String content) throws Exception {
        return RequestConverter.answer(PacketParserUtils.parseStanza("<iq xmlns='jabber:client' type='result' id='1'"
                + " from='juliet@localhost' to='alice@ims.localhost'><vCard xmlns='vcard-temp'>" + content
                + "</vCard></iq>"));
    }

    @Test
    void nameAndPictureAreRead() throws Exception {
        ContactCard card = ask(answer("""
                        <FN>Juliet Capulet</FN><NICKNAME>Jule</NICKNAME>
                        <PHOTO><TYPE>image/png</TYPE><BINVAL>aGVs
                        bG8=</BINVAL></PHOTO>""")).orElseThrow();

        assertThat(sent)
                .containsExactly(
                        new XmppRequest(ALICE, JULIET.bare(), false, sent.get(0).payload()));
        assertThat(RequestConverter.write(sent.get(0), "1")).contains("vcard-temp", "type='get'");
        assertThat(card.name()).isEqualTo("Jule");
        assertThat(card.picture().orElseThrow().type()).isEqualTo("image/png");
        assertThat(new String(card.picture().orElseThrow().content(), StandardCharsets.US_ASCII))
                .isEqualTo("hello");
    }

    @Test
    void aLargePictureIsRead() throws Exception {
        String binval = "QUJD".repeat(100_000);
        ContactCard card = ask(answer("<PHOTO><TYPE>image/png</TYPE><BINVAL>" + binval + "</BINVAL></PHOTO>"))
                .orElseThrow();
        assertThat(card.picture().orElseThrow().content()).hasSize(300_000);
    }

    @Test
    void whatIsNoPictureIsNone() throws Exception {
        assertThat(ask(answer("<FN>J</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>A</BINVAL></PHOTO>"))
                        .orElseThrow())
                .isEqualTo(new ContactCard("J", Optional.empty()));
        assertThat(ask(answer("")).orElseThrow()).isEqualTo(new ContactCard("", Optional.empty()));
    }

    @Test
    void anErrorIsNoCard() {
        assertThat(ask(XmppAnswer.failed(new StanzaError("item-not-found", "cancel", "", ""))))
                .isEmpty();
    }
}
