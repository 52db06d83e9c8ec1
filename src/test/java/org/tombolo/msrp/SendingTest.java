package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpHeader;

/** RFC 4975 7.1, 7.3.2: what we send, and what we make of responses and REPORTs. */
class SendingTest {
    private static TestEndpoint us;
    private RawPeer peer;
    private Recorder recorder;

    @BeforeAll
    static void start() throws IOException {
        us = TestEndpoint.start();
    }

    @AfterAll
    static void stop() {
        us.close();
    }

    @BeforeEach
    void connect() throws IOException, SdpException {
        peer = new RawPeer();
        recorder = us.waiting(peer);
        peer.connect().hello();
    }

    @AfterEach
    void disconnect() throws IOException {
        recorder.session.close();
        peer.close();
    }

    private static OutgoingMessage text(String text, boolean success, FailureReport failure) {
        return new OutgoingMessage(
                "text/plain", List.of(), success, failure, MessageSource.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private RawPeer report(String request, String range, String status) throws IOException {
        return peer.write("MSRP report12 REPORT\r\nTo-Path: " + peer.path + "\r\nFrom-Path: " + peer.uri()
                + "\r\nMessage-ID: " + RawPeer.header(request, "Message-ID") + "\r\nByte-Range: " + range
                + "\r\nStatus: 000 " + status + "\r\n-------report12$\r\n");
    }

    @Test
    void clause7_1_1_aShortMessageIsOneChunk() throws IOException {
        OutgoingMessage message = new OutgoingMessage(
                "text/plain;charset=utf-8",
                List.of(new MsrpHeader("Content-Disposition", "render")),
                true,
                FailureReport.PARTIAL,
                MessageSource.of("hällo".getBytes(StandardCharsets.UTF_8)));
        String messageId = recorder.send(message, "m").messageId();

        String frame = peer.frame();
        String transaction = RawPeer.transaction(frame);
        assertThat(frame.getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(("MSRP " + transaction + " SEND\r\nTo-Path: " + peer.uri() + "\r\nFrom-Path: " + peer.path
                                + "\r\nMessage-ID: " + messageId + "\r\nByte-Range: 1-6/6\r\nSuccess-Report: yes\r\n"
                                + "Failure-Report: partial\r\nContent-Disposition: render\r\n"
                                + "Content-Type: text/plain;charset=utf-8\r\n\r\nhällo\r\n-------" + transaction
                                + "$\r\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rfc7701_7_1_aNicknameIsAskedForAndItsAnswerTold() throws IOException {
        recorder.session.nickname("Alice \"the great\"", status -> recorder.events.add("named " + status.code()));
        String frame = peer.frame();
        String transaction = RawPeer.transaction(frame);
        assertThat(frame)
                .isEqualTo("MSRP " + transaction + " NICKNAME\r\nTo-Path: " + peer.uri() + "\r\nFrom-Path: " + peer.path
                        + "\r\nUse-Nickname: \"Alice \\\"the great\\\"\"\r\n-------" + transaction + "$\r\n");
        peer.answer(frame, "425 Nickname Reserved or Already in Use");
        recorder.awaitEvent("named 425");
        recorder.session.close();
        recorder.session.nickname("too late", status -> recorder.events.add("named " + status.code()));
        recorder.awaitEvent("named 481");
    }

    @Test
    void clause7_1_anEmptyMessageHasAnEmptyBody() throws IOException {
        recorder.send("");
        String frame = peer.frame();
        assertThat(RawPeer.header(frame, "Byte-Range")).isEqualTo("1-0/0");
        assertThat(frame).contains("Content-Type: text/plain\r\n\r\n\r\n-------");
        peer.answer(frame, "200 OK");
        recorder.awaitEvent("sent ");
    }

    @ParameterizedTest
    @CsvSource({"2048, 1-2048/2048", "2049, 1-*/2049"})
    void clause7_1_1_aLongChunkIsInterruptible(int length, String range) throws IOException {
        recorder.send("x".repeat(length));
        String frame = peer.frame();
        assertThat(RawPeer.header(frame, "Byte-Range")).isEqualTo(range);
        assertThat(RawPeer.body(frame)).hasSize(length);
    }

    @Test
    void clause7_1_1_aResponseInterruptsALongMessage() throws IOException {
        AtomicReference<MessageSource.Piece> piece = new AtomicReference<>();
        recorder.send(new OutgoingMessage("a/b", List.of(), false, FailureReport.YES, asked(piece, 9000)), "m");
        await().until(() -> piece.get() != null);
        piece.getAndSet(null).take(ByteBuffer.wrap(new byte[3000]), false);
        await().until(() -> piece.get() != null);
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "hi", '$'));

        String first = peer.frame();
        assertThat(RawPeer.header(first, "Byte-Range")).isEqualTo("1-*/9000");
        assertThat(RawPeer.body(first)).hasSize(3000);
        assertThat(first).endsWith("+\r\n");
        assertThat(peer.frame()).startsWith("MSRP abcd 200 ");
        piece.get().take(ByteBuffer.wrap(new byte[6000]), true);
        String second = peer.frame();
        assertThat(RawPeer.header(second, "Byte-Range")).isEqualTo("3001-*/9000");
        assertThat(second).endsWith("$\r\n");
        assertThat(RawPeer.header(second, "Message-ID")).isEqualTo(RawPeer.header(first, "Message-ID"));
        peer.answer(first, "200 OK");
        peer.answer(second, "200 OK");
        recorder.awaitEvent("sent m");
    }

    private static MessageSource asked(AtomicReference<MessageSource.Piece> piece, long length) {
        return new MessageSource() {
            @Override
            public OptionalLong length() {
                return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
            }

            @Override
            public void pull(int most, Piece next) {
                piece.set(next);
            }
        };
    }

    @Test
    void clause7_1_1_aMessageOfUnknownSizeHasAStarForIt() throws IOException {
        AtomicReference<MessageSource.Piece> piece = new AtomicReference<>();
        recorder.send(new OutgoingMessage("a/b", List.of(), false, FailureReport.YES, asked(piece, -1)), "m");
        await().until(() -> piece.get() != null);
        piece.getAndSet(null).take(ByteBuffer.wrap(new byte[10]), false);
        await().until(() -> piece.get() != null);
        piece.get().take(ByteBuffer.wrap(new byte[0]), true);
        String frame = peer.frame();
        assertThat(RawPeer.header(frame, "Byte-Range")).isEqualTo("1-*/*");
        assertThat(frame).endsWith("$\r\n");
    }

    @Test
    void clause7_1_1_messagesShareTheConnectionAndShortOnesKeepTheirOrder() throws IOException {
        recorder.send(OutgoingMessage.of("a/b", new byte[2_000_000]), "large");
        for (int i = 0; i < 5; i++) {
            recorder.send(OutgoingMessage.of("text/plain", String.valueOf(i).getBytes(StandardCharsets.UTF_8)), "" + i);
        }
        List<String> bodies = new ArrayList<>();
        int large = 0;
        int shortestChunk = Integer.MAX_VALUE;
        while (large < 2_000_000 || bodies.size() < 5) {
            String frame = peer.frame();
            String body = RawPeer.body(frame);
            if (RawPeer.header(frame, "Content-Type").equals("a/b")) {
                large += body.length();
                shortestChunk = frame.endsWith("+\r\n") ? Math.min(shortestChunk, body.length()) : shortestChunk;
            } else {
                assertThat(large).as("the large message is not over").isLessThan(2_000_000);
                bodies.add(body);
            }
            peer.answer(frame, "200 OK");
        }
        assertThat(bodies).containsExactly("0", "1", "2", "3", "4");
        assertThat(shortestChunk).isGreaterThanOrEqualTo(2048);
        recorder.awaitEvent("sent large");
    }

    @Test
    void clause7_1_anAbortedMessageEndsWithItsMark() throws IOException {
        AtomicReference<MessageSource.Piece> piece = new AtomicReference<>();
        MsrpSession.Sending sending =
                recorder.send(new OutgoingMessage("a/b", List.of(), false, FailureReport.YES, asked(piece, 9000)), "m");
        await().until(() -> piece.get() != null);
        piece.getAndSet(null).take(ByteBuffer.wrap(new byte[10]), false);
        await().until(() -> piece.get() != null);
        sending.abort();
        String frame = peer.frame();
        assertThat(frame).endsWith("#\r\n");
        assertThat(RawPeer.body(frame)).hasSize(10);
        recorder.send("next");
        assertThat(RawPeer.body(peer.frame())).isEqualTo("next");
        assertThat(recorder.events).containsExactly("opened");
    }

    @Test
    void clause10_5_413EndsTheMessageInTheMiddle() throws IOException {
        AtomicReference<MessageSource.Piece> piece = new AtomicReference<>();
        recorder.send(new OutgoingMessage("a/b", List.of(), false, FailureReport.YES, asked(piece, 90_000)), "m");
        await().until(() -> piece.get() != null);
        piece.getAndSet(null).take(ByteBuffer.wrap(new byte[5000]), false);
        await().until(() -> piece.get() != null);
        // Something else interrupts the chunk, so that the peer has a transaction to answer.
        recorder.send("short");
        String first = peer.frame();
        peer.answer(first, "413 Enough");
        peer.answer(peer.frame(), "200 OK");
        recorder.awaitEvent("failed 413 m");
        String last = peer.frame();
        assertThat(RawPeer.header(last, "Message-ID")).isEqualTo(RawPeer.header(first, "Message-ID"));
        assertThat(last).endsWith("#\r\n");
    }

    @Test
    void theSourceMustNotLieAboutItsLength() throws IOException {
        AtomicReference<MessageSource.Piece> piece = new AtomicReference<>();
        recorder.send(new OutgoingMessage("a/b", List.of(), false, FailureReport.YES, asked(piece, 100)), "m");
        await().until(() -> piece.get() != null);
        piece.get().take(ByteBuffer.wrap(new byte[99]), true);
        recorder.awaitEvent("failed 408 m");
        recorder.send("next");
        assertThat(RawPeer.body(peer.frame())).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"400 Bad", "403 No", "408 Late", "413 Stop", "415 Type", "423 Bounds", "501 What", "499 New"})
    void clause10_anErrorFailsTheMessage(String status) throws IOException {
        recorder.send("m");
        peer.answer(peer.frame(), status);
        recorder.awaitEvent("failed " + status.substring(0, 3) + " m");
        peer.hello();
    }

    @ParameterizedTest
    @ValueSource(strings = {"481 Gone", "506 Elsewhere"})
    void clause10_8_a481Or506EndsTheSession(String status) throws IOException {
        recorder.send("m");
        peer.answer(peer.frame(), status);
        recorder.awaitEvent("closed REFUSED");
        assertThat(recorder.events).contains("failed " + status.substring(0, 3) + " m");
    }

    @Test
    void clause7_1_1_withoutFailureReportsNobodyWaits() throws IOException {
        recorder.send(text("no", false, FailureReport.NO), "no");
        recorder.awaitEvent("sent no");
        recorder.send(text("partial", false, FailureReport.PARTIAL), "partial");
        recorder.awaitEvent("sent partial");
        peer.frame();
        peer.answer(peer.frame(), "400 Bad");
        recorder.awaitEvent("failed 400 partial");
    }

    @Test
    void clause7_3_2_successReportsAddUp() throws IOException {
        recorder.send(text("0123456789", true, FailureReport.YES), "m");
        String frame = peer.frame();
        peer.answer(frame, "200 OK");
        report(frame, "1-4/10", "200 OK");
        report(frame, "5-10/10", "200 OK");
        recorder.awaitEvent("delivered m");
        assertThat(recorder.events)
                .containsSubsequence("sent m", "reported 1-4/10 200 m", "reported 5-10/10 200 m", "delivered m");
    }

    @Test
    void clause7_3_2_aReportMayBeFasterThanTheResponse() throws IOException {
        recorder.send(text("0123456789", true, FailureReport.YES), "m");
        String frame = peer.frame();
        report(frame, "1-10/10", "200 OK");
        recorder.awaitEvent("reported 1-10/10 200 m");
        peer.answer(frame, "200 OK");
        recorder.awaitEvent("delivered m");
    }

    @Test
    void clause7_3_2_aFailureReportIsAsGoodAsAnErrorResponse() throws IOException {
        recorder.send("m");
        String frame = peer.frame();
        peer.answer(frame, "200 OK");
        recorder.awaitEvent("sent m");
        report(frame, "1-1/1", "403 Not That");
        recorder.awaitEvent("failed 403 m");
        recorder.send("next");
        assertThat(RawPeer.body(peer.frame())).isEqualTo("next");
    }

    @Test
    void clause7_3_2_aReportThatAPartWasNotReceivedEndsTheSession() throws IOException {
        recorder.send("m");
        String frame = peer.frame();
        peer.answer(frame, "200 OK");
        recorder.awaitEvent("sent m");
        report(frame, "1-1/1", "408 Relay Timeout");
        recorder.awaitEvent("closed REFUSED");
        assertThat(recorder.events).containsSubsequence("failed 408 m", "closed REFUSED");
    }

    @Test
    void clause7_1_2_reportsAreNeverAnsweredAndUnknownOnesIgnored() throws IOException {
        report("Message-ID: unknown\r\n", "1-1/1", "200 OK");
        report("Message-ID: unknown\r\n", "nonsense", "200 OK");
        peer.write("MSRP report13 REPORT\r\nTo-Path: " + peer.path + "\r\nFrom-Path: " + peer.uri()
                + "\r\n-------report13$\r\n");
        peer.write("MSRP unknown1 200 OK\r\nTo-Path: " + peer.path + "\r\nFrom-Path: " + peer.uri()
                + "\r\n-------unknown1$\r\n");
        peer.hello();
        assertThat(recorder.events).containsExactly("opened");
    }

    @Test
    void theEndOfTheSessionIsTheEndOfItsMessages() throws IOException {
        recorder.send("unanswered");
        recorder.send(text("unreported", true, FailureReport.YES), "unreported");
        peer.frame();
        peer.answer(peer.frame(), "200 OK");
        recorder.awaitEvent("sent unreported");
        peer.disconnect();
        recorder.awaitEvent("closed CONNECTION_LOST");
        recorder.awaitEvent("failed 481 unanswered");
        recorder.awaitEvent("unreported unreported");
        recorder.send("late");
        recorder.awaitEvent("failed 481 late");
    }

    @Test
    void clause7_1_1_timeouts() throws IOException, SdpException {
        EndpointOptions.Timeouts shortly = new EndpointOptions.Timeouts(
                TestEndpoint.SHORT,
                TestEndpoint.LONG,
                TestEndpoint.LONG,
                TestEndpoint.LONG,
                TestEndpoint.LONG,
                TestEndpoint.LONG,
                TestEndpoint.SHORT);
        try (TestEndpoint hasty = TestEndpoint.with(shortly);
                RawPeer silent = new RawPeer()) {
            Recorder owner = hasty.waiting(silent);
            silent.connect().hello();
            owner.send("yes");
            owner.send(text("partial", false, FailureReport.PARTIAL), "partial");
            owner.awaitEvent("failed 408 yes");
            assertThat(owner.events).doesNotContain("failed 408 partial");
            owner.session.close();
        }
    }
}
