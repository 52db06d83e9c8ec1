package org.tombolo.gateway.interaction.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.gateway.interaction.event.SinkEvent;
import org.tombolo.gateway.interaction.guard.CallGuard.Quotas;
import org.tombolo.gateway.interaction.push.PushResult.Refusal;
import org.tombolo.storage.StoredFile;

class PushesTest {
    private static final String BOB = "+15550002";
    private static final Pushes.Limits LIMITS = new Pushes.Limits(100, Duration.ofDays(2), Duration.ofDays(7));

    @TempDir
    Path directory;

    private PushScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new PushScene(directory, LIMITS, Quotas.none(), List.of());
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private void phone(int status) {
        scene.phones.put("tel:" + BOB, status);
    }

    private Refusal refused(PushRequest request) {
        return ((PushResult.Refused) scene.pushes.create(request)).why();
    }

    private Refusal refused(String to, PushContent content) {
        return refused(PushScene.to(to, content, Optional.empty()));
    }

    // ---- by message

    @Test
    void rfc3428_aTextIsDeliveredByAMessage() {
        Push push = scene.accepted(BOB, PushContent.text("Your parcel is here"));
        Push over = scene.is(push, PushState.DELIVERED);
        assertThat(over.detail()).isEqualTo("sip200");
        assertThat(over.way()).contains(Way.MESSAGE);
        assertThat(over.content().text()).as("what it said is not kept").isEmpty();
        assertThat(scene.messages)
                .containsExactly("sip:+15550001@ims.localhost;user=phone tel:+15550002 200 Your parcel is here");
        assertThat(scene.states(push)).containsExactly("accepted", "delivered");
        await().until(() -> scene.delivered.size() == 2);
        assertThat(scene.delivered).extracting(SinkEvent::sequence).containsExactly(1, 2);
        assertThat(scene.delivered).noneMatch(event -> event.json().contains("parcel"));
        await().until(() -> scene.store.pushDeliveries.waiting().isEmpty());
        assertThat(scene.metrics.counted).containsEntry("tombolo_pushes_totalresult,delivered,way,message", 1);
    }

    @Test
    void eachAttemptAtASinkIsKeptAndAnEventIsSentAgain() {
        Push push = scene.accepted(BOB, PushContent.text("one"));
        scene.is(push, PushState.DELIVERED);
        PushDeliveryLog log = scene.store.pushDeliveries;
        await().until(() ->
                scene.delivered.size() == 2 && log.waiting(push.id()).isEmpty());
        assertThat(scene.journal.again(push.id(), Optional.of(2))).isEqualTo(1);
        await().until(() -> log.waiting(push.id()).isEmpty() && scene.delivered.size() == 3);
        assertThat(scene.journal.again(push.id(), Optional.empty())).isEqualTo(2);
        await().until(() -> log.waiting(push.id()).isEmpty() && scene.delivered.size() == 5);
        assertThat(scene.delivered).extracting(SinkEvent::sequence).containsExactly(1, 2, 2, 1, 2);
        assertThat(log.attempts(push.id()))
                .extracting(DeliveryLog.Attempted::sequence, DeliveryLog.Attempted::number)
                .containsExactly(tuple(1, 1), tuple(1, 2), tuple(2, 1), tuple(2, 2), tuple(2, 3));
        assertThat(log.summaries(Optional.of(PushScene.DEMO.name()), 10))
                .singleElement()
                .satisfies(summary -> assertThat(summary.delivered()).isEqualTo(2));
        assertThat(log.summaries(Optional.of("client:another"), 10)).isEmpty();
    }

    @Test
    void whatThePhoneRefusesForGoodIsRefusedWithItsStatus() {
        phone(404);
        Push over = scene.is(scene.accepted(BOB, PushContent.link("Look", "https://example.com/")), PushState.REFUSED);
        assertThat(over.detail()).isEqualTo("sip404");
    }

    @Test
    void whoIsAwayGetsItWhenSheRegisters() {
        phone(480);
        Push push = scene.accepted(BOB, PushContent.text("one"));
        scene.is(push, PushState.WAITING);
        Push second = scene.accepted(BOB, PushContent.text("two"));
        await().until(() -> scene.messages.size() > 4);
        phone(200);
        scene.pushes.registered("tel:" + BOB);
        scene.is(second, PushState.DELIVERED);
        assertThat(scene.is(push, PushState.DELIVERED).detail()).isEqualTo("sip200");
        assertThat(scene.states(push)).containsExactly("accepted", "waiting", "delivered");
        List<String> taken =
                scene.messages.stream().filter(m -> m.contains(" 200 ")).toList();
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0)).endsWith("one");
    }

    @Test
    void whatNobodyTakesExpires() {
        phone(480);
        Push push =
                scene.accepted(PushScene.to(BOB, PushContent.text("soon over"), Optional.of(Duration.ofMillis(300))));
        Push over = scene.is(push, PushState.EXPIRED);
        assertThat(over.detail()).isEqualTo("sip480");
        assertThat(over.content().text()).isEmpty();
    }

    @Test
    void whatWaitsIsTakenBack() {
        phone(480);
        Push push = scene.accepted(BOB, PushContent.text("never mind"));
        scene.is(push, PushState.WAITING);
        assertThat(scene.pushes.cancel(push)).isTrue();
        scene.is(push, PushState.CANCELLED);
        assertThat(scene.pushes.cancel(push)).isFalse();
        phone(200);
        scene.pushes.registered("tel:" + BOB);
        Push next = scene.accepted(BOB, PushContent.text("but this"));
        scene.is(next, PushState.DELIVERED);
        assertThat(scene.messages).noneMatch(m -> m.contains(" 200 never mind"));
    }

    @Test
    void rfc3428_8_aLongTextIsAFileWithALink() throws IOException {
        Push push = scene.accepted(BOB, PushContent.text("x".repeat(3000)));
        scene.is(push, PushState.DELIVERED);
        String link = scene.messages.get(0).replaceAll("(?s).*http://tombolo.test/p/", "");
        StoredFile file = scene.pushes.file(link).orElseThrow();
        assertThat(file.size()).isEqualTo(3000);
        assertThat(file.type()).isEqualTo("text/plain");
        assertThat(refused(BOB, PushContent.link("x".repeat(900), "https://example.com/")))
                .isEqualTo(Refusal.TOO_LONG);
    }

    // ---- links

    @Test
    void aFileIsALinkThatExpiresAndGoesWithItsPush() throws IOException {
        phone(480);
        StoredFile file = scene.file("rose.png", "image/png", "a rose");
        Push push = scene.accepted(BOB, PushContent.file(PushContent.Kind.IMAGE, file));
        await().until(() -> !scene.messages.isEmpty());
        assertThat(scene.messages.get(0)).contains("rose.png\nhttp://tombolo.test/p/");
        String token = push.link().orElseThrow().token();
        assertThat(scene.pushes.file(token)).map(StoredFile::id).contains(file.id());
        assertThat(push.link().get().until()).isEqualTo(file.expires());
        assertThat(scene.pushes.file("A".repeat(22))).isEmpty();
        assertThat(scene.pushes.cancel(push)).isTrue();
        assertThat(scene.pushes.file(token)).isEmpty();
    }

    @Test
    void rcc07_aDescriptionComesFirstAndALinkWhenItIsNotTaken() throws IOException {
        scene.describes = true;
        scene.refusedTypes.add("application/vnd.gsma.rcs-ft-http+xml");
        Push push = scene.accepted(
                BOB, PushContent.file(PushContent.Kind.FILE, scene.file("a.pdf", "application/pdf", "a")));
        assertThat(scene.is(push, PushState.DELIVERED).way()).contains(Way.MESSAGE);
        assertThat(scene.messages.get(0)).contains("<file-name>a.pdf</file-name>", " 415 ");
        scene.refusedTypes.clear();
        Push other = scene.accepted(
                BOB, PushContent.file(PushContent.Kind.FILE, scene.file("b.pdf", "application/pdf", "b")));
        assertThat(scene.is(other, PushState.DELIVERED).way()).contains(Way.RCS);
    }

    @Test
    void aFileThatIsGoneIsRefused() throws IOException {
        phone(480);
        StoredFile file = scene.file("rose.png", "image/png", "a rose");
        Push push = scene.accepted(BOB, PushContent.file(PushContent.Kind.IMAGE, file));
        scene.is(push, PushState.WAITING);
        scene.files.delete(file);
        assertThat(scene.is(push, PushState.REFUSED).detail()).isEqualTo("fileGone");
    }

    // ---- crashes

    @Test
    void whatWasAcceptedOutlivesACrash() throws IOException {
        phone(0);
        Push push = scene.accepted(BOB, PushContent.text("still here"));
        await().until(() -> scene.messages.size() == 1);
        scene.crash();
        try (PushScene next = new PushScene(scene.store, directory, LIMITS, Quotas.none(), List.of())) {
            next.pushes.open();
            assertThat(next.is(push, PushState.DELIVERED).detail()).isEqualTo("sip200");
            assertThat(next.messages).singleElement().asString().endsWith(" 200 still here");
            await().until(() -> next.store.pushDeliveries.waiting().isEmpty());
        }
    }

    /** A phone that takes half of a file and no more. */
    private static final class Half implements Carrier {
        final List<Listener> running = new CopyOnWriteArrayList<>();
        final List<Push> stopped = new ArrayList<>();

        @Override
        public Way way() {
            return Way.MSRP;
        }

        @Override
        public boolean takes(Push push) {
            return true;
        }

        @Override
        public Runnable carry(Push push, Listener listener) {
            running.add(listener);
            listener.begun();
            listener.progress(new Progress(5, 10));
            return () -> {
                stopped.add(push);
                listener.over(new Outcome.NotThisWay("stopped"));
            };
        }
    }

    @Test
    void aFileThatIsBeingSentTellsHowFarItIsAndIsStopped() throws IOException {
        Half half = new Half();
        try (PushScene other = new PushScene(directory.resolve("half"), LIMITS, Quotas.none(), List.of(half))) {
            Push push = other.accepted(BOB, PushContent.text("0123456789"));
            other.is(push, PushState.SENDING);
            await().until(() -> other.feed.progress(push.id()).equals(Optional.of(new Progress(5, 10))));
            assertThat(other.pushes.cancel(push)).isTrue();
            assertThat(half.stopped).hasSize(1);
            assertThat(other.is(push, PushState.CANCELLED).detail()).isEqualTo("byClient");
            assertThat(other.feed.progress(push.id())).isEmpty();
            assertThat(other.states(push)).containsExactly("accepted", "sending", "cancelled");
        }
    }

    @Test
    void aTransferThatACrashCutOffWaitsAgain() throws IOException {
        Half half = new Half();
        PushScene dead = new PushScene(directory.resolve("dead"), LIMITS, Quotas.none(), List.of(half));
        Push push = dead.accepted(BOB, PushContent.text("0123456789"));
        dead.is(push, PushState.SENDING);
        dead.crash();
        try (PushScene next = new PushScene(dead.store, directory.resolve("dead"), LIMITS, Quotas.none(), List.of())) {
            next.pushes.open();
            next.is(push, PushState.DELIVERED);
            assertThat(next.states(push)).containsExactly("accepted", "sending", "waiting", "delivered");
        }
    }

    // ---- refusals

    @Test
    void numbersThatNobodyMayCallGetNothing() {
        assertThat(refused("+16661234", PushContent.text("a"))).isEqualTo(Refusal.RECIPIENT_DENIED);
        assertThat(refused("sip:112@ims.localhost", PushContent.text("a"))).isEqualTo(Refusal.RECIPIENT_DENIED);
        scene.ready = false;
        assertThat(refused(BOB, PushContent.text("a"))).isEqualTo(Refusal.NOT_READY);
    }

    @Test
    void aClientHasItsShareAndAPlaceForNoMoreThanThereIs() throws IOException {
        try (PushScene small = new PushScene(
                directory.resolve("small"),
                new Pushes.Limits(2, Duration.ofDays(1), Duration.ofDays(1)),
                new Quotas(0, 3, 0, 0, 0),
                List.of())) {
            small.phones.put("tel:" + BOB, 480);
            small.accepted(BOB, PushContent.text("one"));
            small.accepted(BOB, PushContent.text("two"));
            PushRequest third = PushScene.to(BOB, PushContent.text("three"), Optional.empty());
            assertThat(((PushResult.Refused) small.pushes.create(third)).why()).isEqualTo(Refusal.TOO_MANY);
            small.phones.clear();
            small.pushes.registered("tel:" + BOB);
            await().until(() -> small.pushes.list(PushScene.DEMO, PushStore.Filter.ALL, Optional.empty(), 10).stream()
                    .allMatch(p -> p.state() == PushState.DELIVERED));
            small.accepted(third);
            assertThat(((PushResult.Refused) small.pushes.create(third)).why()).isEqualTo(Refusal.TOO_FAST);
        }
    }

    @Test
    void nobodySeesThePushesOfOthers() {
        Push push = scene.accepted(BOB, PushContent.text("mine"));
        Requester other = Requester.client("other", false);
        assertThat(scene.pushes.get(push.id(), other)).isEmpty();
        assertThat(scene.pushes.list(other, PushStore.Filter.ALL, Optional.empty(), 10))
                .isEmpty();
        assertThat(scene.pushes.get(push.id(), Requester.client("root", true))).isPresent();
    }
}
