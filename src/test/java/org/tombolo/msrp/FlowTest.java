package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.TestEndpoint.Pair;
import org.tombolo.msrp.wire.FailureReport;

/** Two endpoints: whatever one sends the other receives, and who is slow holds up nobody else. */
class FlowTest {
    private static TestEndpoint one;
    private static TestEndpoint other;

    @BeforeAll
    @BeforeContainer
    static void start() throws IOException {
        one = TestEndpoint.start();
        other = TestEndpoint.start();
    }

    @AfterAll
    @AfterContainer
    static void stop() {
        one.close();
        other.close();
    }

    private static void close(Pair pair) {
        pair.one().session.close();
        pair.other().session.close();
    }

    /** Octets that are made while they are asked for, in pieces of any size. */
    private static MessageSource source(long length, boolean told, long seed) {
        Random random = new Random(seed);
        return new MessageSource() {
            private long position;

            @Override
            public OptionalLong length() {
                return told ? OptionalLong.of(length) : OptionalLong.empty();
            }

            @Override
            public void pull(int most, Piece piece) {
                int size = (int) Math.min(length - position, 1 + random.nextInt(most));
                ByteBuffer data = ByteBuffer.wrap(octets(position, size));
                position += size;
                piece.take(data, position == length);
            }
        };
    }

    private static byte[] octets(long from, int size) {
        byte[] octets = new byte[size];
        for (int i = 0; i < size; i++) {
            octets[i] = (byte) ((from + i) * 31 >> 3);
        }
        return octets;
    }

    @Property(tries = 40)
    void messagesOfAnySizeComeThroughWhole(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 200_000) Integer> sizes, @ForAll long seed)
            throws SdpException {
        Pair pair = TestEndpoint.pair(one, other, false);
        for (int i = 0; i < sizes.size(); i++) {
            OutgoingMessage message = new OutgoingMessage(
                    "a/b", List.of(), true, FailureReport.YES, source(sizes.get(i), i % 2 == 0, seed + i));
            pair.one().send(message, "m" + i);
            // And the other way, so that responses and REPORTs interrupt.
            pair.other().send("back " + i);
        }
        for (int i = 0; i < sizes.size(); i++) {
            pair.one().awaitEvent("delivered m" + i);
            pair.one().awaitEvent("received back " + i);
        }
        List<byte[]> expected = sizes.stream().map(size -> octets(0, size)).toList();
        assertThat(pair.other().contents).containsExactlyInAnyOrderElementsOf(expected);
        close(pair);
    }

    @Test
    void shortMessagesKeepTheirOrder() throws SdpException {
        Pair pair = TestEndpoint.pair(one, other, false);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add(i + "x".repeat(i % 7 * 1000));
            pair.one().send(texts.get(i));
        }
        await().until(() -> pair.other().contents.size() == 500);
        assertThat(pair.other().contents.stream()
                        .map(c -> new String(c, StandardCharsets.UTF_8))
                        .toList())
                .isEqualTo(texts);
        close(pair);
    }

    @Test
    void aLargeMessageNeedsNoMoreThanAWindow() throws SdpException {
        long size = 64L << 20;
        Pair pair = TestEndpoint.pair(one, other, false);
        pair.other().slow = true;
        AtomicLong taken = new AtomicLong();
        pair.one()
                .send(new OutgoingMessage("a/b", List.of(), false, FailureReport.YES, source(size, true, 1)), "large");
        long most = 0;
        while (!pair.other().events.contains("complete " + size)) {
            Runnable next = pair.other().untaken.poll();
            if (next != null) {
                next.run();
                taken.incrementAndGet();
            }
            most = Math.max(most, other.undelivered());
        }
        assertThat(most).isLessThan(256 << 10);
        assertThat(taken.get()).isGreaterThan(500);
        pair.one().awaitEvent("sent large");
        close(pair);
    }

    @Test
    void aSlowConsumerIsNotReadAndHoldsUpNobody() throws SdpException {
        Pair slow = TestEndpoint.pair(one, other, false);
        slow.other().slow = true;
        // A file has a connection of its own; these two meet again on the connection that chats share.
        slow.one().awaitEvent("opened");
        slow.one().send(OutgoingMessage.of("a/b", new byte[1 << 20]), "large");
        await().until(() -> other.undelivered() > 64 << 10);

        try (TestEndpoint third = TestEndpoint.start()) {
            Pair quick = TestEndpoint.pair(third, other, false);
            quick.one().send("hello");
            quick.other().awaitEvent("received hello");
            close(quick);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(slow.other().events).doesNotContain("complete " + (1 << 20));
        takeAll(slow.other(), "complete " + (1 << 20));
        slow.one().awaitEvent("sent large");
        close(slow);
    }

    private static void takeAll(Recorder slow, String until) {
        await().until(() -> {
            for (Runnable next = slow.untaken.poll(); next != null; next = slow.untaken.poll()) {
                next.run();
            }
            return slow.events.contains(until);
        });
    }

    @Test
    void onASharedConnectionTheSlowMessageIsStoppedAndTheOthersGoOn() throws SdpException {
        Pair slow = TestEndpoint.pair(one, other, false);
        slow.one().awaitEvent("opened");
        Pair quick = TestEndpoint.pair(one, other, false);
        quick.one().awaitEvent("opened");
        assertThat(other.endpoint.connections()).isEqualTo(1);
        slow.other().slow = true;
        slow.one().send(OutgoingMessage.of("a/b", new byte[4 << 20]), "large");
        slow.one().awaitEvent("failed 413 large");
        quick.one().send("hello");
        quick.other().awaitEvent("received hello");
        slow.other().awaitEvent("aborted 413 the receiver is too slow");
        assertThat(other.errors("slow")).isEqualTo(1);
        assertThat(other.undelivered()).isLessThan(Window.SHARED + (128 << 10));
        close(slow);
        close(quick);
        await().until(() -> other.undelivered() == 0);
    }

    @Test
    void sessionsOnOneConnectionShareItFairly() throws SdpException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Pair pair = TestEndpoint.pair(one, other, false);
            pair.one().awaitEvent("opened");
            pairs.add(pair);
        }
        for (Pair pair : pairs) {
            pair.one().send(OutgoingMessage.of("a/b", new byte[2 << 20]), "large");
        }
        pairs.get(3).one().send("short");
        pairs.get(3).other().awaitEvent("received short");
        pairs.forEach(pair -> assertThat(pair.one().events).doesNotContain("sent large"));
        pairs.forEach(pair -> pair.one().awaitEvent("sent large"));
        pairs.forEach(FlowTest::close);
    }

    @Test
    void whatNobodyTakesIsBoundedForAllSessionsTogether() throws IOException, SdpException {
        try (TestEndpoint narrow = TestEndpoint.with(new EndpointOptions.Limits(100, 100, 100, 100_000))) {
            List<Pair> pairs = new ArrayList<>();
            List<TestEndpoint> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(TestEndpoint.start());
                Pair pair = TestEndpoint.pair(senders.get(i), narrow, false);
                pair.other().slow = true;
                pair.one().send(OutgoingMessage.of("a/b", new byte[1 << 20]), "large");
                pairs.add(pair);
            }
            await().until(() -> narrow.undelivered() > 100_000);
            // Each got one reading at most after all together had too much.
            assertThat(narrow.undelivered()).isLessThan(100_000 + 4 * (64 << 10) + (64 << 10));
            pairs.forEach(pair -> takeAll(pair.other(), "complete " + (1 << 20)));
            assertThat(narrow.undelivered()).isZero();
            senders.forEach(TestEndpoint::close);
        }
    }
}
