package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.Scene.TO_ALICE;
import static org.tombolo.gateway.interconnection.Scene.fromJuliet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/** What cannot be delivered now waits, is tried again, and is given up with a word to its sender. */
class StoreAndForwardTest {
    private final Scene scene = new Scene();
    private InterconnectionGateway gateway = scene.gateway();

    private void answer(int status) {
        scene.last().answer(status);
        scene.thread.run();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 480, 486, 503, 504})
    void aPhoneThatCannotBeReachedIsTriedAgain(int status) {
        gateway.message(fromJuliet("m1", "hi"));
        answer(status);
        assertThat(scene.link.sent).isEmpty();
        assertThat(scene.sipOutbox.rows).hasSize(1);
        scene.thread.timeout();
        assertThat(scene.texts()).containsExactly("hi", "hi");
        answer(200);
        assertThat(scene.sipOutbox.rows).isEmpty();
        assertThat(scene.sessions.count()).isZero();
    }

    @Test
    void aFinalRefusalIsToldAtOnce() {
        gateway.message(fromJuliet("m1", "hi"));
        answer(603);
        assertThat(scene.sipOutbox.rows).isEmpty();
        assertThat(scene.link.sent.get(0).error().orElseThrow().condition()).isEqualTo("recipient-unavailable");
    }

    @Test
    void whoRegistersGetsWhatWaitsInOrder() {
        for (int i = 1; i <= 3; i++) {
            gateway.message(fromJuliet("m" + i, "text " + i));
        }
        answer(480);
        assertThat(scene.texts()).containsExactly("text 1");
        assertThat(scene.sipOutbox.rows).hasSize(3);
        gateway.registered("sip:somebody@else");
        gateway.registered(TO_ALICE);
        scene.thread.run();
        gateway.message(fromJuliet("m4", "text 4"));
        scene.thread.run();
        for (int i = 0; i < 4; i++) {
            answer(200);
        }
        assertThat(scene.texts()).containsExactly("text 1", "text 1", "text 2", "text 3", "text 4");
        assertThat(scene.sipOutbox.rows).isEmpty();
        gateway.message(fromJuliet("m5", "text 5"));
        assertThat(scene.texts()).endsWith("text 5");
    }

    @Test
    void theWaitDoublesWithEachFailureUpToABound() {
        gateway.message(fromJuliet("m1", "hi"));
        for (int i = 0; i < 9; i++) {
            answer(480);
            Duration wait = Duration.ofSeconds(10L << Math.min(i, 6));
            assertThat(scene.thread.waits()).hasSize(1);
            assertThat(scene.thread.waits().get(0)).isBetween(wait.dividedBy(2), wait);
            scene.thread.timeout();
        }
        assertThat(scene.calls.sent).hasSize(10);
    }

    @Test
    void rfc3428_4_aLateMessageSaysWhenItWasSent() throws Exception {
        gateway.message(fromJuliet("m1", "hi"));
        answer(480);
        scene.clock.move(Duration.ofHours(3));
        gateway.registered(TO_ALICE);
        scene.thread.run();
        Cpim cpim = Cpim.parse(scene.last().body().bytes());
        assertThat(cpim.dateTime()).contains(Scene.START);
        answer(415);
        assertThat(scene.last().body().text()).isEqualTo("hi");
        assertThat(scene.last().headers())
                .extracting(h -> h.name() + ": " + h.value())
                .contains("Date: Thu, 01 Jan 2026 00:00:00 GMT");
    }

    @Test
    void whatIsTooOldIsGivenUpWithAWordToItsSender() {
        gateway.message(fromJuliet("m1", "hi"));
        answer(480);
        scene.clock.move(Duration.ofDays(8));
        scene.thread.timeout();
        assertThat(scene.calls.sent).hasSize(1);
        XmppMessage error = scene.link.sent.get(0);
        assertThat(error.id()).isEqualTo("m1");
        assertThat(error.error().orElseThrow().condition()).isEqualTo("recipient-unavailable");
        scene.link.accept(0);
        scene.thread.run();
        assertThat(scene.sipOutbox.rows).isEmpty();
    }

    @Test
    void theWordToTheSenderWaitsForTheStream() {
        gateway.message(fromJuliet("m1", "hi"));
        scene.link.up = false;
        answer(404);
        assertThat(scene.outbox.rows).hasSize(1);
        scene.link.up = true;
        gateway.up("ims.localhost");
        scene.thread.run();
        assertThat(scene.link.sent.get(0).error().orElseThrow().condition()).isEqualTo("item-not-found");
        scene.link.accept(0);
        scene.thread.run();
        assertThat(scene.outbox.rows).isEmpty();
    }

    @Test
    void aSlowAnswerIsWaitedForOnDisk() {
        gateway.message(fromJuliet("m1", "hi"));
        scene.sessions.opened.get(0).timeout();
        scene.thread.run();
        assertThat(scene.sipOutbox.rows).hasSize(1);
        assertThat(scene.calls.sent).hasSize(1);
        answer(200);
        assertThat(scene.sipOutbox.rows).isEmpty();
        assertThat(scene.calls.sent).hasSize(1);
    }

    @Test
    void whatWaitedGoesOutAfterARestartWithTheSameId() throws Exception {
        gateway.message(fromJuliet("m1", "hi", new Extension.ReceiptRequest()));
        String before = scene.last().body().text();
        scene.sessions.opened.get(0).timeout();
        scene.thread.run();
        gateway = scene.gateway();
        gateway.open();
        scene.thread.run();
        assertThat(scene.calls.sent).hasSize(2);
        assertThat(scene.last().body().text()).isEqualTo(before);
    }

    @Test
    void withoutRoomTheSenderHearsOfIt() {
        gateway = scene.gateway(0);
        gateway.message(fromJuliet("m1", "hi"));
        answer(480);
        assertThat(scene.link.sent.get(0).error().orElseThrow().condition()).isEqualTo("recipient-unavailable");
        assertThat(scene.sipOutbox.rows).isEmpty();
    }

    @Test
    void aDiskThatIsFullIsTold() {
        scene.sipOutbox.broken = true;
        gateway.message(fromJuliet("m1", "hi"));
        answer(480);
        assertThat(scene.link.sent.get(0).error().orElseThrow().condition()).isEqualTo("recipient-unavailable");
    }

    @Test
    void whatNoClientMakesIsRefused() {
        gateway.message(fromJuliet("m".repeat(2000), "hi"));
        gateway.message(fromJuliet("m2", "hi", new Extension.Xhtml("x".repeat(70_000))));
        assertThat(scene.calls.sent).isEmpty();
        assertThat(scene.link.sent)
                .extracting(answer -> answer.error().orElseThrow().condition())
                .containsExactly("policy-violation", "policy-violation");
    }

    @Test
    void oneWhoIsAwayDoesNotHoldUpOthers() {
        gateway.message(fromJuliet("m1", "hi"));
        answer(480);
        gateway.message(new XmppMessage(
                "m2",
                Scene.JULIET,
                new org.tombolo.identity.Jid("bob", "ims.localhost", ""),
                "chat",
                "",
                "",
                "",
                "to bob",
                java.util.Optional.empty()));
        assertThat(scene.texts()).containsExactly("hi", "to bob");
    }

    @Test
    void fromSipWhatIsTooOldIsGivenUpWithAWordToItsSender() {
        scene.link.up = false;
        Incoming request = new Incoming("incoming-1", Message.to("sip:juliet@localhost", "hi"));
        gateway.handle(request);
        scene.thread.run();
        assertThat(request.status()).isEqualTo(202);
        scene.clock.move(Duration.ofDays(8));
        gateway.giveUp();
        scene.thread.run();
        assertThat(scene.texts())
                .containsExactly("Your message to juliet@localhost was not delivered (it expired on the way).");
        answer(200);
        assertThat(scene.outbox.rows).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'',61", "'Wed, 31 Dec 2025 23:59:40 GMT',41", "yesterday,61"})
    void rfc3428_7_aMessageIsKeptNoLongerThanItsSenderWants(String date, int gone) {
        scene.link.up = false;
        gateway.handle(new Incoming(
                "incoming-1", Message.to("sip:juliet@localhost", "hi").with(Map.of("Expires", "60", "Date", date))));
        scene.thread.run();
        scene.clock.move(Duration.ofSeconds(gone - 2));
        gateway.giveUp();
        assertThat(scene.calls.sent).isEmpty();
        scene.clock.move(Duration.ofSeconds(2));
        gateway.giveUp();
        assertThat(scene.texts())
                .containsExactly("Your message to juliet@localhost was not delivered (it expired on the way).");
    }

    @Test
    void xep0203_fromSipALateMessageSaysSinceWhenItWaited() {
        scene.link.up = false;
        gateway.handle(new Incoming("incoming-1", Message.to("sip:juliet@localhost", "hi")));
        scene.thread.run();
        scene.clock.move(Duration.ofHours(1));
        scene.link.up = true;
        gateway.up("ims.localhost");
        scene.thread.run();
        assertThat(scene.link.sent.get(0).extensions())
                .isEqualTo(List.of(new Extension.Delay(Scene.START, "ims.localhost")));
    }
}
