package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.Scene.fromJuliet;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
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
        assertThat(stanza.extensions())
                .containsExactly(
                        new Extension.OutOfBand("https://ft.example.org/1", "a.png"),
                        new Extension.SharedFile(
                                "https://ft.example.org/1",
                                "a.png",
                                "",
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void rcc07_aLinkToWhatIsDeletedIsGone() {
        String xml = "<file xmlns='urn:gsma:params:xml:ns:rcs:rcs:fthttp'><file-info type='file'>"
                + "<data url='https://ft.example.org/1' until='2001-01-01T00:00:00Z'/></file-info></file>";
        Incoming message = new Incoming(
                "incoming-1", Message.to("sip:juliet@localhost", "").with(Body.text(FileLink.TYPE, xml)));
        gateway.handle(message);
        assertThat(message.status()).isEqualTo(410);
        assertThat(scene.link.sent).isEmpty();
    }

    private static Extension.SharedFile keptFile() {
        return new Extension.SharedFile(
                "https://g.test/files/1",
                "rose.png",
                "image/png",
                OptionalLong.of(5),
                Optional.of(new Extension.Thumbnail("https://g.test/files/0", "image/jpeg", OptionalLong.of(2))),
                Optional.of(Instant.parse("2026-01-02T00:00:00Z")));
    }

    @Test
    void rcc07_aKeptFileIsDescribedAndALinkForAPhoneThatDoesNotTakeThat() {
        gateway.message(fromJuliet("m1", "https://upload.test/1", keptFile()));
        assertThat(scene.last().body().type()).isEqualTo(FileLink.TYPE);
        assertThat(scene.last().body().text())
                .contains(
                        "<file-size>5</file-size><file-name>rose.png</file-name><content-type>image/png</content-type>")
                .contains("<data url=\"https://g.test/files/1\" until=\"2026-01-02T00:00:00Z\"/>")
                .contains("<file-info type=\"thumbnail\"><file-size>2</file-size>");
        scene.last().answer(415);
        assertThat(scene.last().body().text()).isEqualTo("https://upload.test/1");
    }

    @Test
    void rcc07_aDescriptionThatDoesNotFitGoesWithoutItsThumbnail() {
        Extension.SharedFile file = keptFile();
        Extension.SharedFile large = new Extension.SharedFile(
                file.url(),
                file.name(),
                file.type(),
                file.size(),
                Optional.of(
                        new Extension.Thumbnail("https://g.test/" + "x".repeat(400), "image/jpeg", OptionalLong.of(2))),
                file.until());
        gateway.message(fromJuliet("m1", "https://upload.test/1", large, new Extension.ReceiptRequest()));
        assertThat(scene.last().body().type()).isEqualTo("message/cpim");
        assertThat(scene.last().body().text())
                .contains("Content-Type: " + FileLink.TYPE, "<file-name>rose.png</file-name>")
                .doesNotContain("thumbnail");
    }

    @Test
    void xep0447_aLinkWithoutATextIsTheText() {
        gateway.message(fromJuliet(
                "m1",
                "",
                new Extension.SharedFile(
                        "https://upload.test/1", "", "", OptionalLong.empty(), Optional.empty(), Optional.empty())));
        assertThat(scene.last().body().text()).isEqualTo("https://upload.test/1");
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
