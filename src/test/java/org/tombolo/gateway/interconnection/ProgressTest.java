package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.Scene.ALICE;
import static org.tombolo.gateway.interconnection.Scene.JULIET;
import static org.tombolo.gateway.interconnection.Scene.fromJuliet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Body;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** How far each message got, in both directions. */
class ProgressTest {
    private static final String TO_JULIET = "sip:juliet@localhost";

    private final Scene scene = new Scene();
    private InterconnectionGateway gateway = scene.gateway();

    private void fromAlice(Message message) {
        gateway.handle(new Incoming("incoming-1", message));
    }

    private TrackedMessage only() {
        scene.tracker.flush();
        assertThat(scene.tracking.rows).hasSize(1);
        return scene.tracking.rows.values().iterator().next();
    }

    private static XmppMessage juliets(Jid from, Extension... extensions) {
        return new XmppMessage("r1", from, ALICE, "chat", "", "", "", "", Optional.empty(), List.of(extensions));
    }

    @Test
    void fromSipItIsAcceptedSentDeliveredAndDisplayed() {
        fromAlice(Message.to(TO_JULIET, "hi"));
        assertThat(only().state()).isEqualTo(MessageState.ACCEPTED);
        scene.link.accept(0);
        assertThat(only().state()).isEqualTo(MessageState.SENT);
        String stanzaId = scene.link.sent.get(0).id();
        gateway.message(juliets(JULIET, new Extension.Received(stanzaId)));
        assertThat(only().state()).isEqualTo(MessageState.DELIVERED);
        gateway.message(juliets(JULIET, new Extension.Marker(Extension.Marker.Mark.DISPLAYED, stanzaId)));
        TrackedMessage message = only();
        assertThat(message.state()).isEqualTo(MessageState.DISPLAYED);
        assertThat(message.times()).hasSize(4);
        assertThat(message.direction()).isEqualTo(Direction.SIP_TO_XMPP);
        assertThat(message.ims()).isEqualTo("sip:alice@ims.localhost");
        assertThat(message.xmpp()).isEqualTo(JULIET.bare());
        assertThat(message.reference()).isEqualTo("711609sa@ims.localhost");
        assertThat(message.session().orElseThrow().value()).isEqualTo("incoming-1");
    }

    @Test
    void whoIsNotItsRecipientIsNotBelieved() {
        fromAlice(Message.to(TO_JULIET, "hi"));
        scene.link.accept(0);
        String stanzaId = scene.link.sent.get(0).id();
        gateway.message(juliets(new Jid("mallory", "localhost", "x"), new Extension.Received(stanzaId)));
        String otherRun = "AAAAAAAA" + stanzaId.substring(8);
        gateway.message(juliets(JULIET, new Extension.Received(otherRun)));
        assertThat(only().state()).isEqualTo(MessageState.SENT);
        gateway.message(juliets(JULIET, new Extension.Received(stanzaId)));
        gateway.message(juliets(new Jid("mallory", "localhost", "x"), new Extension.Received(stanzaId)));
        assertThat(only().state()).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void fromSipARefusalAndALateErrorAreFailures() {
        fromAlice(Message.to(TO_JULIET, "hi"));
        scene.link.fates.get(0).complete(new Delivery.Refused(ErrorMapping.error("service-unavailable", "gone")));
        assertThat(only().state()).isEqualTo(MessageState.FAILED);
        assertThat(only().reason()).contains("service-unavailable");
        scene.tracking.rows.clear();
        fromAlice(Message.to(TO_JULIET, "again"));
        scene.link.accept(1);
        gateway.message(new XmppMessage(
                scene.link.sent.get(1).id(),
                JULIET,
                ALICE,
                "error",
                "",
                "",
                "",
                "",
                Optional.of(ErrorMapping.error("recipient-unavailable", ""))));
        assertThat(only().state()).isEqualTo(MessageState.FAILED);
        // One device refused it, another has it.
        gateway.message(
                juliets(JULIET, new Extension.Received(scene.link.sent.get(1).id())));
        assertThat(only().state()).isEqualTo(MessageState.DELIVERED);
        assertThat(only().reason()).isEmpty();
    }

    @Test
    void whatExpiresHasFailed() {
        scene.link.up = false;
        fromAlice(Message.to(TO_JULIET, "hi"));
        scene.thread.run();
        assertThat(only().state()).isEqualTo(MessageState.ACCEPTED);
        scene.clock.move(Duration.ofDays(8));
        gateway.giveUp();
        assertThat(only().state()).isEqualTo(MessageState.FAILED);
        assertThat(only().reason()).isEqualTo("it expired on the way");
    }

    @Test
    void whatARuleRefusesSaysWhich() {
        fromAlice(Message.to(TO_JULIET, "x".repeat(1301)));
        assertThat(only().state()).isEqualTo(MessageState.POLICY);
        assertThat(only().reason()).startsWith("SIP: 413 a MESSAGE has at most 1300 bytes");
        scene.tracking.rows.clear();
        gateway.message(fromJuliet("m1", "x".repeat(1300)));
        assertThat(only().state()).isEqualTo(MessageState.POLICY);
        assertThat(only().reason()).contains("policy-violation");
        assertThat(only().reference()).isEqualTo("m1");
    }

    @Test
    void rfc3428_7_fromXmpp200IsDelivered() {
        gateway.message(fromJuliet("m1", "hi"));
        assertThat(only().state()).isEqualTo(MessageState.ACCEPTED);
        scene.last().answer(200);
        TrackedMessage message = only();
        assertThat(message.state()).isEqualTo(MessageState.DELIVERED);
        assertThat(message.direction()).isEqualTo(Direction.XMPP_TO_SIP);
        assertThat(message.reference()).isEqualTo("m1");
        assertThat(message.session()).isPresent();
    }

    @Test
    void rfc3428_7_fromXmpp202IsSentUntilANotificationComes() throws Exception {
        gateway.message(fromJuliet("m1", "hi", new Extension.ReceiptRequest(), new Extension.Markable()));
        scene.last().answer(202);
        assertThat(only().state()).isEqualTo(MessageState.SENT);
        String asked = scene.last().body().text();
        String id = asked.replaceAll("(?s).*imdn.Message-ID: ([^\r\n]+).*", "$1");
        for (String status :
                List.of("delivery-notification><status><delivered", "display-notification><status><displayed")) {
            fromAlice(Message.to(TO_JULIET, "").with(Body.text("message/imdn+xml", imdn(id, status))));
        }
        assertThat(only().state()).isEqualTo(MessageState.DISPLAYED);
        assertThat(only().times()).containsKeys(MessageState.DELIVERED);
    }

    private static String imdn(String id, String status) {
        String element = status.substring(0, status.indexOf('>'));
        return "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>" + id + "</message-id>"
                + "<datetime>2026-01-01T00:00:00Z</datetime><" + status + "/></status></" + element + "></imdn>";
    }

    @Test
    void fromXmppWhatSipRefusesHasFailed() {
        gateway.message(fromJuliet("m1", "hi"));
        scene.last().answer(404);
        assertThat(only().state()).isEqualTo(MessageState.FAILED);
        assertThat(only().reason()).contains("404");
    }

    @Test
    void fromXmppWhatWaitsIsAccepted() {
        gateway.message(fromJuliet("m1", "hi"));
        scene.last().answer(480);
        scene.thread.run();
        assertThat(only().state()).isEqualTo(MessageState.ACCEPTED);
        gateway.registered(Scene.TO_ALICE);
        scene.thread.run();
        scene.last().answer(200);
        assertThat(only().state()).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void fromXmppWhatThePhoneDoesNotTakeIsLost() {
        Extension rich = new Extension.Xhtml(
                "<body xmlns='http://www.w3.org/1999/xhtml'><strong>hi</strong><img src='x' alt=''/></body>");
        gateway.message(fromJuliet("m1", "hi", rich, new Extension.Markable()));
        while (scene.last().body().text().contains("<strong>")
                || scene.last().body().is("message/cpim")) {
            scene.last().answer(415);
        }
        scene.last().answer(200);
        assertThat(only().lost()).isEqualTo(Set.of(Loss.FORMATTING, Loss.RECEIPT, Loss.ATTACHMENT));
    }

    @Test
    void fromSipFormattingAndReceiptsCanBeLost() {
        Message html = Message.to(TO_JULIET, "").with(Body.text("text/html", "<table><tr><td>hi</td></tr></table>"));
        fromAlice(html);
        assertThat(only().lost()).isEqualTo(Set.of(Loss.FORMATTING));
        scene.tracking.rows.clear();
        fromAlice(Message.to(TO_JULIET, "")
                .with(Map.of("Privacy", "id"))
                .with(Body.text(
                        "message/cpim",
                        "From: <sip:alice@ims.localhost>\r\nTo: <sip:juliet@localhost>\r\n"
                                + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: 34jk324j\r\n"
                                + "imdn.Disposition-Notification: display\r\n\r\nContent-type: text/plain\r\n\r\nhi")));
        TrackedMessage anonymous = only();
        assertThat(anonymous.lost()).isEqualTo(Set.of(Loss.RECEIPT));
        assertThat(anonymous.anonymous()).isTrue();
        assertThat(anonymous.reference()).isEqualTo("34jk324j");
    }

    @Test
    void notificationsAndReceiptsAreNoMessages() {
        fromAlice(Message.to(TO_JULIET, "")
                .with(Body.text(
                        "message/imdn+xml", imdn("run-0001.5~m1", "delivery-notification><status><delivered"))));
        scene.link.accept(0);
        gateway.message(juliets(JULIET, new Extension.ChatState(Extension.ChatState.State.COMPOSING)));
        scene.tracker.flush();
        assertThat(scene.tracking.rows).isEmpty();
    }

    @Test
    void numbersGoOnWhereAnEarlierRunEnded() {
        fromAlice(Message.to(TO_JULIET, "hi"));
        long first = only().id().number();
        gateway = scene.gateway();
        fromAlice(Message.to(TO_JULIET, "hi"));
        scene.tracker.flush();
        assertThat(scene.tracking.rows).hasSize(2).containsKey(first + 1);
    }

    @Test
    void whatCannotBeWrittenIsWrittenLater() {
        scene.tracking.failures.set(1);
        fromAlice(Message.to(TO_JULIET, "hi"));
        scene.tracker.flush();
        assertThat(scene.tracking.rows).isEmpty();
        scene.link.accept(0);
        assertThat(only().state()).isEqualTo(MessageState.ACCEPTED);
        assertThat(scene.tracker.find(only().id()).orElseThrow().state()).isEqualTo(MessageState.SENT);
        assertThat(only().state()).isEqualTo(MessageState.SENT);
    }

    @Test
    void followersHearOfWhatIsWrittenUntilTheyLeave() {
        List<MessageState> heard = new ArrayList<>();
        Runnable leave = scene.tracker.follow(
                message -> message.xmpp().equals(JULIET.bare()), message -> heard.add(message.state()));
        fromAlice(Message.to(TO_JULIET, "hi"));
        fromAlice(Message.to("sip:romeo@localhost", "hi"));
        scene.tracker.flush();
        scene.link.accept(0);
        scene.tracker.flush();
        assertThat(heard).containsExactly(MessageState.ACCEPTED, MessageState.SENT);
        leave.run();
        gateway.message(
                juliets(JULIET, new Extension.Received(scene.link.sent.get(0).id())));
        scene.tracker.flush();
        assertThat(heard).hasSize(2);
    }
}
