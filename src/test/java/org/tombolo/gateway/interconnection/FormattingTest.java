package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.Scene.fromJuliet;

import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.sip.Body;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/** RFC 7572 7: {@code text/html} and XHTML-IM (XEP-0071), both ways. */
class FormattingTest {
    private final Scene scene = new Scene();
    private final InterconnectionGateway gateway = scene.gateway();

    private static Extension xhtml(String content) {
        return new Extension.Xhtml("<body xmlns='http://www.w3.org/1999/xhtml'>" + content + "</body>");
    }

    @Test
    void rfc7572_7_htmlBecomesXhtmlImAndText() {
        gateway.handle(new Incoming(
                "incoming-1",
                Message.to("sip:juliet@localhost", "")
                        .with(Body.text("text/html;charset=utf-8", "<p>Hi <b>there</b><script>x()</script></p>"))));
        XmppMessage stanza = scene.link.sent.get(0);
        assertThat(stanza.body()).isEqualTo("Hi there");
        assertThat(stanza.extensions()).containsExactly(xhtml("<p>Hi <strong>there</strong></p>"));
    }

    @Test
    void rcc07_aLinkToAFileIsOneForXmpp() {
        String xml =
                "<file xmlns='urn:gsma:params:xml:ns:rcs:rcs:fthttp'><file-info type='file'><file-name>a.png</file-name>"
                        + "<data url='https://ft.example.org/1'/></file-info></file>";
        gateway.handle(new Incoming(
                "incoming-1", Message.to("sip:juliet@localhost", "").with(Body.text(FileLink.TYPE, xml))));
        XmppMessage stanza = scene.link.sent.get(0);
        assertThat(stanza.body()).isEqualTo("https://ft.example.org/1");
        assertThat(stanza.extensions()).containsExactly(new Extension.OutOfBand("https://ft.example.org/1", "a.png"));
    }

    @Test
    void xep0071_xhtmlBecomesHtmlAndPlainTextForAPhoneThatDoesNotTakeIt() {
        gateway.message(fromJuliet("m1", "Hi there", xhtml("<p>Hi <strong>there</strong></p>")));
        assertThat(scene.last().body().type()).isEqualTo("text/html;charset=UTF-8");
        assertThat(scene.last().body().text()).isEqualTo("<html><body><p>Hi <strong>there</strong></p></body></html>");
        scene.last().answer(415);
        assertThat(scene.last().body().type()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(scene.last().body().text()).isEqualTo("Hi there");
        scene.last().answer(200);
        gateway.message(fromJuliet("m2", "Hi again", xhtml("<em>Hi again</em>")));
        assertThat(scene.last().body().text()).isEqualTo("Hi again");
    }

    @Test
    void whatSaysNoMoreThanTextIsPlain() {
        gateway.message(fromJuliet("m1", "Hi", xhtml("<p>Hi</p>")));
        assertThat(scene.last().body().text()).isEqualTo("Hi");
    }

    @Test
    void rfc7572_6_markupThatDoesNotFitIsLeftOut() {
        gateway.message(fromJuliet(
                "m1",
                "x".repeat(700),
                xhtml("<strong>" + "x".repeat(700) + "</strong>"),
                new Extension.ReceiptRequest()));
        assertThat(scene.last().body().text()).isEqualTo("x".repeat(700));
    }

    @Test
    void xep0066_aLinkIsPartOfTheText() {
        gateway.message(fromJuliet("m1", "", new Extension.OutOfBand("https://a.test/f.png", "a picture")));
        assertThat(scene.last().body().text()).isEqualTo("a picture https://a.test/f.png");
        scene.last().answer(200);
        gateway.message(fromJuliet("m2", "https://a.test/f.png", new Extension.OutOfBand("https://a.test/f.png", "")));
        assertThat(scene.last().body().text()).isEqualTo("https://a.test/f.png");
    }
}
