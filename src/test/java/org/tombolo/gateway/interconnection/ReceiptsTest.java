package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.Scene.ALICE;
import static org.tombolo.gateway.interconnection.Scene.JULIET;
import static org.tombolo.gateway.interconnection.Scene.fromJuliet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.gateway.interconnection.StanzaId.Wanted;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.Body;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.XmppMessage;

/** IMDN (RFC 5438) and the receipts and markers of XMPP (XEP-0184, XEP-0333), both ways. */
class ReceiptsTest {
    private static final String FROM_JULIET = "sip:juliet@localhost";

    private final Scene scene = new Scene();
    private final InterconnectionGateway gateway = scene.gateway();

    private Incoming receive(Message message) {
        Incoming request = new Incoming("incoming-1", message);
        gateway.handle(request);
        return request;
    }

    private static Body cpim(String more, String text) {
        return Body.text(
                "message/cpim",
                "From: <sip:alice@ims.localhost>\r\nTo: <sip:juliet@localhost>\r\n"
                        + "DateTime: 2025-12-31T23:59:50Z\r\nNS: imdn <urn:ietf:params:imdn>\r\n"
                        + "imdn.Message-ID: 34jk324j\r\n" + more + "\r\nContent-type: text/plain\r\n\r\n" + text);
    }

    private XmppMessage sentBySip(String dispositions) {
        receive(Message.to(FROM_JULIET, "")
                .with(cpim("imdn.Disposition-Notification: " + dispositions + "\r\n", "hi")));
        return scene.link.sent.get(0);
    }

    private static XmppMessage receipt(Extension... extensions) {
        return new XmppMessage("r1", JULIET, ALICE, "chat", "", "", "", "", Optional.empty(), List.of(extensions));
    }

    private static Imdn imdn(Fakes.Sent sent) throws Exception {
        Cpim cpim = Cpim.parse(sent.body().bytes());
        assertThat(cpim.contentHeader("Content-Disposition")).contains("notification");
        assertThat(cpim.header(Imdn.NAMESPACE, "Disposition-Notification")).isEmpty();
        return Imdn.parse(cpim.content());
    }

    @Test
    void rfc5438_7_1_1_3_whatIsAskedForIsAskedOfXmpp() {
        assertThat(sentBySip("positive-delivery, display").extensions())
                .containsExactly(new Extension.ReceiptRequest(), new Extension.Markable());
        scene.link.sent.clear();
        assertThat(sentBySip("negative-delivery").extensions()).isEmpty();
    }

    @Test
    void rfc5438_7_2_1_1_aReceiptBecomesADeliveryNotification() throws Exception {
        XmppMessage stanza = sentBySip("positive-delivery");
        gateway.message(receipt(new Extension.Received(stanza.id())));
        Imdn imdn = imdn(scene.last());
        assertThat(imdn.messageId()).isEqualTo("34jk324j");
        assertThat(imdn.dateTime()).contains(Scene.START.minusSeconds(10));
        assertThat(imdn.status()).isEqualTo(Imdn.Status.DELIVERED);
        assertThat(imdn.recipientUri()).isEqualTo(FROM_JULIET);
        assertThat(scene.last().to()).isEqualTo("sip:alice@ims.localhost");
        assertThat(scene.last().from()).isEqualTo(FROM_JULIET);
    }

    @Test
    void rfc5438_7_2_1_2_aDisplayedMarkerBecomesADisplayNotification() throws Exception {
        XmppMessage stanza = sentBySip("display");
        gateway.message(receipt(new Extension.Marker(Mark.DISPLAYED, stanza.id())));
        assertThat(imdn(scene.last()).status()).isEqualTo(Imdn.Status.DISPLAYED);
        assertThat(scene.calls.sent).hasSize(1);
    }

    @Test
    void rfc5438_7_2_1_nobodyHearsWhatSheDidNotAskFor() {
        XmppMessage stanza = sentBySip("negative-delivery");
        gateway.message(
                receipt(new Extension.Received(stanza.id()), new Extension.Marker(Mark.DISPLAYED, stanza.id())));
        gateway.message(receipt(new Extension.Received("made-up~x")));
        gateway.message(receipt(new Extension.Received("")));
        assertThat(scene.calls.sent).isEmpty();
        assertThat(scene.link.sent).hasSize(1);
    }

    @Test
    void rfc5438_7_2_1_severalDevicesAreOneNotification() {
        XmppMessage stanza = sentBySip("positive-delivery, display");
        for (int i = 0; i < 3; i++) {
            gateway.message(
                    receipt(new Extension.Received(stanza.id()), new Extension.Marker(Mark.RECEIVED, stanza.id())));
        }
        assertThat(scene.calls.sent).hasSize(1);
    }

    @Test
    void rfc5438_7_2_1_notificationsGoByTheRecordedRoute() throws Exception {
        receive(Message.to(FROM_JULIET, "")
                .with(cpim(
                        "imdn.Disposition-Notification: positive-delivery\r\n"
                                + "imdn.IMDN-Record-Route: <sip:imas@ims.localhost>\r\n"
                                + "imdn.Original-To: <sip:list@ims.localhost>\r\n",
                        "hi")));
        gateway.message(receipt(new Extension.Received(scene.link.sent.get(0).id())));
        assertThat(scene.last().to()).isEqualTo("sip:imas@ims.localhost");
        assertThat(scene.last().body().text()).contains("imdn.IMDN-Route: <sip:imas@ims.localhost>");
        assertThat(imdn(scene.last()).originalRecipientUri()).isEqualTo("sip:list@ims.localhost");
    }

    /** Nothing is kept for it, so a restart in between changes nothing. */
    @Test
    void aReceiptFindsItsWayAfterARestart() {
        XmppMessage stanza = sentBySip("positive-delivery");
        scene.gateway().message(receipt(new Extension.Received(stanza.id())));
        assertThat(scene.calls.sent).hasSize(1);
    }

    @Test
    void aReceiptForSomebodyWhoIsAwayWaits() {
        XmppMessage stanza = sentBySip("positive-delivery");
        gateway.message(receipt(new Extension.Received(stanza.id())));
        scene.last().answer(480);
        scene.thread.run();
        assertThat(scene.sipOutbox.rows).hasSize(1);
        assertThat(scene.link.sent).hasSize(1);
        gateway.registered("sip:alice@ims.localhost");
        scene.thread.run();
        assertThat(scene.calls.sent).hasSize(2);
        scene.last().answer(404);
        scene.thread.run();
        assertThat(scene.sipOutbox.rows).isEmpty();
        // RFC 5438 7.2.1: nobody hears of a notification that failed.
        assertThat(scene.link.sent).hasSize(1);
    }

    @Test
    void xep0184_5_1_aRequestBecomesOneForNotifications() throws Exception {
        gateway.message(fromJuliet("m1", "hi", new Extension.ReceiptRequest(), new Extension.Markable()));
        Cpim cpim = Cpim.parse(scene.last().body().bytes());
        assertThat(new String(cpim.content(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("hi");
        assertThat(cpim.dateTime()).contains(Scene.START);
        assertThat(ImdnRequest.of(cpim).orElseThrow().wanted())
                .containsExactlyInAnyOrder(
                        Disposition.POSITIVE_DELIVERY, Disposition.NEGATIVE_DELIVERY, Disposition.DISPLAY);
        scene.last().answer(200);
        assertThat(scene.link.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"m1", "4f1c~a!b", "'bä r'"})
    void rfc5438_7_1_2_aNotificationBecomesAReceiptForTheStanza(String stanzaId) throws Exception {
        gateway.message(fromJuliet(stanzaId, "hi", new Extension.ReceiptRequest(), new Extension.Markable()));
        String id = ImdnRequest.of(Cpim.parse(scene.last().body().bytes()))
                .orElseThrow()
                .messageId();
        Incoming delivered = receive(notification(id, Imdn.Kind.DELIVERY, Imdn.Status.DELIVERED));
        Incoming displayed = receive(notification(id, Imdn.Kind.DISPLAY, Imdn.Status.DISPLAYED));
        assertThat(scene.link.sent)
                .extracting(stanza -> stanza.extensions().get(0))
                .containsExactly(new Extension.Received(stanzaId), new Extension.Marker(Mark.DISPLAYED, stanzaId));
        assertThat(scene.link.sent)
                .allMatch(stanza -> stanza.to().equals(JULIET) && stanza.body().isEmpty());
        scene.link.accept(0);
        scene.link.accept(1);
        assertThat(delivered.status()).isEqualTo(200);
        assertThat(displayed.status()).isEqualTo(200);
    }

    @Test
    void rfc5438_8_2_aNegativeNotificationBecomesAnError() throws Exception {
        gateway.message(fromJuliet("m1", "hi", new Extension.ReceiptRequest()));
        String id = ImdnRequest.of(Cpim.parse(scene.last().body().bytes()))
                .orElseThrow()
                .messageId();
        receive(notification(id, Imdn.Kind.DELIVERY, Imdn.Status.FORBIDDEN));
        XmppMessage error = scene.link.sent.get(0);
        assertThat(error.id()).isEqualTo("m1");
        assertThat(error.error().orElseThrow().condition()).isEqualTo("forbidden");
    }

    @Test
    void aNotificationThatSaysNothingToXmppIsAnswered() {
        assertThat(receive(notification("unknown", Imdn.Kind.DELIVERY, Imdn.Status.DELIVERED))
                        .status())
                .isEqualTo(200);
        assertThat(receive(notification("run-0001.1~m1", Imdn.Kind.PROCESSING, Imdn.Status.STORED))
                        .status())
                .isEqualTo(200);
        assertThat(scene.link.sent).isEmpty();
    }

    @Test
    void rfc5438_8_3_severalNotificationsInOneMessage() {
        String parts = "";
        for (String id : List.of("run-0001.1~m1", "run-0001.2~m2")) {
            byte[] xml = new Imdn(
                            id,
                            Optional.of(Scene.START),
                            "sip:alice@ims.localhost",
                            "",
                            Imdn.Kind.DELIVERY,
                            Imdn.Status.DELIVERED)
                    .octets();
            parts += "--imdn-boundary\r\nContent-type: message/imdn+xml\r\n\r\n"
                    + new String(xml, java.nio.charset.StandardCharsets.UTF_8) + "\r\n";
        }
        String cpim = "From: <sip:alice@ims.localhost>\r\nTo: <sip:juliet@localhost>\r\n\r\n"
                + "Content-type: multipart/mixed; boundary=\"imdn-boundary\"\r\nContent-Disposition: notification\r\n\r\n"
                + parts + "--imdn-boundary--\r\n";
        receive(Message.to(FROM_JULIET, "").with(Body.text("message/cpim", cpim)));
        assertThat(scene.link.sent)
                .extracting(stanza -> stanza.extensions().get(0))
                .containsExactly(new Extension.Received("m1"), new Extension.Received("m2"));
    }

    private static Message notification(String id, Imdn.Kind kind, Imdn.Status status) {
        Imdn imdn = new Imdn(id, Optional.of(Scene.START), "sip:alice@ims.localhost", "", kind, status);
        Cpim cpim = imdn.message(
                ImdnRequest.of(id, Set.of()),
                "n1",
                CpimAddress.of("sip:alice@ims.localhost"),
                CpimAddress.of("sip:juliet@localhost;gr=balcony"),
                Scene.START);
        return Message.to("sip:juliet@localhost;gr=balcony", "").with(new Body(Cpim.TYPE, cpim.octets()));
    }

    /** RFC 3428 7: 200 is the user agent's own word. */
    @ParameterizedTest
    @CsvSource({"200, 1", "202, 0"})
    void xep0184_5_2_aPhoneWithoutNotificationsHasTheMessageWhenItSays200(int status, int receipts) {
        gateway.message(fromJuliet("m1", "hi", new Extension.ReceiptRequest()));
        scene.last().answer(415);
        assertThat(scene.last().body().type()).isEqualTo("text/plain;charset=UTF-8");
        scene.last().answer(status);
        assertThat(scene.link.sent).hasSize(receipts);
        assertThat(scene.link.sent).allMatch(stanza -> stanza.extensions().contains(new Extension.Received("m1")));
        gateway.message(fromJuliet("m2", "again", new Extension.ReceiptRequest()));
        assertThat(scene.last().body().text()).isEqualTo("again");
        scene.clock.move(Duration.ofDays(2));
        scene.last().answer(202);
        gateway.message(fromJuliet("m3", "new phone", new Extension.ReceiptRequest()));
        assertThat(scene.last().body().is(Cpim.TYPE)).isTrue();
    }

    @Test
    void rfc7572_4_aNotificationComesFromTheAddressThatTheMessageWasFor() throws Exception {
        receive(Message.to(FROM_JULIET + ";gr=balcony", "")
                .with(cpim("imdn.Disposition-Notification: positive-delivery\r\n", "hi")));
        gateway.message(receipt(new Extension.Received(scene.link.sent.get(0).id())));
        assertThat(scene.last().from()).isEqualTo(FROM_JULIET + ";gr=balcony");
        assertThat(imdn(scene.last()).recipientUri()).isEqualTo(FROM_JULIET + ";gr=balcony");
    }

    @Test
    void anIdHoldsWhatItIsGiven() {
        ImdnRequest request = new ImdnRequest(
                "id.1",
                Set.of(Disposition.DISPLAY, Disposition.NEGATIVE_DELIVERY),
                Optional.of("sip:x@y"),
                List.of("sip:a@b;lr", "sip:c@d"));
        MessageId id = new MessageId("run-0001", 7);
        String stanzaId = StanzaId.of(id, new Wanted(request, Scene.START, true));
        assertThat(MessageId.startOf(stanzaId)).contains(id);
        assertThat(StanzaId.wanted(stanzaId)).contains(new Wanted(request, Scene.START, true));
        ImdnRequest huge = ImdnRequest.of("x".repeat(600), Set.of(Disposition.DISPLAY));
        assertThat(StanzaId.of(id, new Wanted(huge, Scene.START, false))).isEqualTo("run-0001.7");
        assertThat(ImdnId.of(id, "x".repeat(500))).isEmpty();
        assertThat(ImdnId.of(id, "")).isEmpty();
        assertThat(ImdnId.stanzaId("run-0001.7")).isEmpty();
        assertThat(ImdnId.stanzaId("run-0001.7!%%%")).isEmpty();
    }
}
