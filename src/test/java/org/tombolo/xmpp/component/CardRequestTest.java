package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jivesoftware.smackx.vcardtemp.packet.VCard;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.UserCard;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;

class CardRequestTest {
    private static final UserCard ROSALINE =
            new UserCard("Fair <Rosaline> & Co\u0001", Optional.of(URI.create("https://ims.test/r.png?a=1&b=2")));

    private static IQ addressed(IQ request) {
        request.setFrom(JidCreate.fromOrThrowUnchecked("juliet@localhost/balcony"));
        request.setTo(JidCreate.fromOrThrowUnchecked("rosaline@ims.localhost"));
        request.setStanzaId("v1");
        return request;
    }

    /** Tells juliet of rosaline, and nobody else of anybody. */
    private static final XmppHandler HANDLER = new XmppHandler() {
        @Override
        public void message(XmppMessage message) {}

        @Override
        public Optional<UserCard> card(Jid user, Jid asking) {
            boolean told = user.text().equals("rosaline@ims.localhost")
                    && asking.text().equals("juliet@localhost");
            return told ? Optional.of(ROSALINE) : Optional.empty();
        }

        @Override
        public void up(String domain) {}

        @Override
        public void down(String domain, String reason) {}
    };

    @Test
    void xep0054_3_3_theAnswerHasNameAndPicture() {
        String xml = MessageConverter.xml(CardRequest.of(addressed(new VCard()))
                .orElseThrow()
                .answer(HANDLER)
                .orElseThrow());
        assertThat(xml)
                .contains("<FN>Fair &lt;Rosaline&gt; &amp; Co\ufffd</FN>")
                .contains("<PHOTO><EXTVAL>https://ims.test/r.png?a=1&amp;b=2</EXTVAL></PHOTO>")
                .contains("type='result'", "id='v1'", "to='juliet@localhost/balcony'", "from='rosaline@ims.localhost'");
    }

    @Test
    void whoMayNotKnowGetsNoAnswerHere() {
        IQ request = addressed(new VCard());
        request.setFrom(JidCreate.fromOrThrowUnchecked("tybalt@localhost/street"));
        assertThat(CardRequest.of(request).orElseThrow().answer(HANDLER)).isEmpty();
    }

    @Test
    void otherRequestsAreNone() {
        VCard change = new VCard();
        change.setType(IQ.Type.set);
        assertThat(CardRequest.of(addressed(change))).isEmpty();
        assertThat(CardRequest.of(addressed(new Ping()))).isEmpty();
    }
}
