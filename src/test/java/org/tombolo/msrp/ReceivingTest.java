package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.wire.MsrpStatus;

/** RFC 4975 7.2, 7.3, 10: what we answer, and what becomes of chunks. */
class ReceivingTest {
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
        peer.connect();
    }

    @AfterEach
    void disconnect() throws IOException {
        recorder.session.close();
        peer.close();
    }

    private String chunk(String transaction, String range, String body, char flag) {
        return peer.send(transaction, "Message-ID: m1\r\nByte-Range: " + range + "\r\n", body, flag);
    }

    @Test
    void clause7_2_theResponseGoesOneHopBackAndNamesUs() throws IOException {
        peer.write(chunk("abcd", "1-2/2", "hi", '$')
                .replace("From-Path: ", "From-Path: msrp://relay.example.com:1/r;tcp "));

        assertThat(peer.frame())
                .isEqualTo("MSRP abcd 200 OK\r\nTo-Path: msrp://relay.example.com:1/r;tcp\r\nFrom-Path: " + peer.path
                        + "\r\n-------abcd$\r\n");
        recorder.awaitEvent("received hi");
        assertThat(recorder.events).startsWith("opened");
    }

    @ParameterizedTest
    @CsvSource({"no, false", "partial, false", "yes, true"})
    void clause7_2_failureReportDecidesOn200(String wish, boolean answered) throws IOException {
        peer.hello();
        peer.write(peer.send("abcd", "Message-ID: m1\r\nFailure-Report: " + wish + "\r\n", "hi", '$'));
        recorder.awaitEvent("received hi");
        peer.write(peer.send("abce", "Message-ID: m2\r\n", "", '$'));
        assertThat(peer.frame()).startsWith(answered ? "MSRP abcd 200 " : "MSRP abce 200 ");
    }

    @ParameterizedTest
    @CsvSource({"no, false", "partial, true", "yes, true"})
    void clause7_2_failureReportDecidesOnErrors(String wish, boolean answered) throws IOException {
        peer.hello();
        peer.write(peer.send(
                "abcd", "Message-ID: m1\r\nByte-Range: 1-2/1\r\nFailure-Report: " + wish + "\r\n", "hi", '$'));
        peer.write(peer.send("abce", "Message-ID: m2\r\n", "", '$'));
        assertThat(peer.frame()).startsWith(answered ? "MSRP abcd 400 " : "MSRP abce 200 ");
    }

    @Test
    void clause7_3_1_chunksAreReassembledInAnyOrder() throws IOException {
        peer.write(chunk("aaa1", "5-8/*", "5678", '+'));
        assertThat(peer.frame()).startsWith("MSRP aaa1 200 ");
        peer.write(chunk("aaa2", "9-10/*", "90", '$'));
        assertThat(peer.frame()).startsWith("MSRP aaa2 200 ");
        assertThat(recorder.events).doesNotContain("received 1234567890");
        peer.write(chunk("aaa3", "1-4/*", "1234", '+'));
        assertThat(peer.frame()).startsWith("MSRP aaa3 200 ");
        recorder.awaitEvent("received 1234567890");
        assertThat(recorder.messages.get(0).size()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void clause7_3_1_theLaterOfOverlappingOctetsCounts() throws IOException {
        peer.write(chunk("aaa1", "1-4/6", "abXX", '+') + chunk("aaa2", "3-6/6", "cdef", '$'));
        recorder.awaitEvent("received abcdef");
    }

    @Test
    void clause7_1_1_anInterruptedChunkGoesOnWhereItWasInterrupted() throws IOException {
        peer.write(chunk("aaa1", "1-*/10", "123", '+'));
        peer.write(peer.send("bbb1", "Message-ID: m2\r\n", "between", '$'));
        peer.write(chunk("aaa2", "4-*/10", "4567890", '$'));
        recorder.awaitEvent("received between");
        recorder.awaitEvent("received 1234567890");
    }

    @Test
    void clause7_1_aMessageThatTheSenderGivesUpIsAborted() throws IOException {
        recorder.slow = true;
        peer.write(chunk("aaa1", "1-*/10", "123", '#'));
        assertThat(peer.frame()).startsWith("MSRP aaa1 200 ");
        recorder.awaitEvent("aborted the sender gave it up");
    }

    @Test
    void clause7_1_anEmptyBodyIsAMessageAndNoBodyIsNone() throws IOException {
        peer.hello();
        peer.write("MSRP abcd SEND\r\nTo-Path: " + peer.path + "\r\nFrom-Path: " + peer.uri()
                + "\r\nMessage-ID: m1\r\nByte-Range: 1-0/0\r\nContent-Type: text/plain\r\n\r\n\r\n-------abcd$\r\n");
        assertThat(peer.frame()).startsWith("MSRP abcd 200 ");
        recorder.awaitEvent("received ");
        assertThat(recorder.messages).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1-2/2,   $, abc",
        "1-*/2,   $, abc",
        "1-*/5,   $, abc",
        "3-1/5,   $, abc",
        "0-3/3,   $, abc",
        "x,       $, abc"
    })
    void clause10_3_aMessageThatContradictsItselfIs400(String range, char flag, String body) throws IOException {
        peer.hello();
        peer.write(chunk("abcd", range, body, flag));
        assertThat(peer.frame()).startsWith("MSRP abcd 400 ");
        peer.write(peer.send("abce", "Message-ID: m2\r\n", "next", '$'));
        assertThat(peer.frame()).startsWith("MSRP abce 200 ");
        recorder.awaitEvent("received next");
    }

    @Test
    void clause10_3_chunksThatNameDifferentSizesAre400() throws IOException {
        peer.write(chunk("aaa1", "1-3/6", "abc", '+'));
        assertThat(peer.frame()).startsWith("MSRP aaa1 200 ");
        peer.write(chunk("aaa2", "4-6/7", "def", '+'));
        assertThat(peer.frame()).startsWith("MSRP aaa2 400 ");
        peer.write(chunk("aaa3", "7-7/7", "g", '$'));
        assertThat(peer.frame()).startsWith("MSRP aaa3 400 ");
    }

    @Test
    void clause10_3_requestsWithoutWhatMustBeThereAre400() throws IOException {
        peer.hello();
        peer.write(peer.send("abcd", "Byte-Range: 1-0/0\r\n", "", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 400 no Message-ID\r\n");
        peer.write(peer.send("abce", "Message-ID: m1\r\nno colon\r\n", "", '$'));
        assertThat(peer.frame()).startsWith("MSRP abce 400 no header: no colon\r\n");
    }

    @Test
    void clause10_5_moreThanMaxSizeIs413() throws IOException, SdpException {
        Recorder small = us.waiting(peer, Terms.chat(AcceptTypes.of("*"), 5));
        peer.hello();
        peer.write(chunk("aaa1", "1-*/6", "abcdef", '$'));
        assertThat(peer.frame()).startsWith("MSRP aaa1 413 ");
        // The answer comes before the end of the chunk.
        String unknown = chunk("aaa2", "1-*/*", "abcdef", '+');
        peer.write(unknown.substring(0, unknown.length() - 3));
        assertThat(peer.frame()).startsWith("MSRP aaa2 413 ");
        peer.write(unknown.substring(unknown.length() - 3) + chunk("aaa3", "7-*/*", "ghi", '#'));
        assertThat(peer.frame()).startsWith("MSRP aaa3 413 ");
        assertThat(small.events).noneMatch(e -> e.startsWith("received"));
        small.session.close();
    }

    @Test
    void clause8_6_otherContentIs415() throws IOException, SdpException {
        Recorder picky = us.waiting(peer, Terms.chat(AcceptTypes.of("message/cpim", "image/*"), 1000));
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "hi", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 415 ");
        picky.session.close();
    }

    @Test
    void clause10_4_theConsumerCanRefuse() throws IOException {
        recorder.limit = 3;
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "long", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 413 ");
    }

    @Test
    void clause10_10_anUnknownMethodIs501AllTheWayBack() throws IOException {
        peer.hello();
        peer.write("MSRP abcd NICKNAME\r\nTo-Path: " + peer.path + "\r\nFrom-Path: msrp://r:1/x;tcp " + peer.uri()
                + "\r\nUse-Nickname: \"a\"\r\n-------abcd$\r\n");
        assertThat(peer.frame()).startsWith("MSRP abcd 501 ").contains("To-Path: msrp://r:1/x;tcp " + peer.uri());
    }

    @Test
    void rfc7701_7_1_theOwnerDecidesOnANickname() throws IOException {
        recorder.nicknames = MsrpStatus.NICKNAME_IN_USE;
        // It may be the first request on the connection.
        nickname("abcd", "\"J\u00fclia\"");
        assertThat(peer.frame()).startsWith("MSRP abcd 425 ").contains("To-Path: msrp://r:1/x;tcp " + peer.uri());
        recorder.awaitEvent("nickname J\u00fclia");
        recorder.nicknames = MsrpStatus.OK;
        nickname("abce", "\"\"");
        assertThat(peer.frame()).startsWith("MSRP abce 200 ");
        nickname("abcf", "Julia");
        assertThat(peer.frame()).startsWith("MSRP abcf 424 ");
    }

    private void nickname(String transaction, String value) throws IOException {
        peer.write("MSRP " + transaction + " NICKNAME\r\nTo-Path: " + peer.path + "\r\nFrom-Path: msrp://r:1/x;tcp "
                + peer.uri() + "\r\nUse-Nickname: " + value + "\r\n-------" + transaction + "$\r\n");
    }

    @Test
    void clause7_3_anUnknownSessionIs481AndTheConnectionEnds() throws IOException {
        String ours = peer.path;
        peer.path = ours.replaceAll("/[0-9a-f]{32};", "/ffffffffffffffffffffffffffffffff;");
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "hi", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 481 ");
        assertThat(peer.closedByPeer()).isTrue();
    }

    @Test
    void clause7_3_weAreNoRelay() throws IOException {
        peer.hello();
        String ours = peer.path;
        peer.path = ours + " msrp://somewhere.example.com:1/else;tcp";
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "hi", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 481 ");
    }

    @Test
    void clause10_11_aSessionOnAnotherConnectionIs506() throws IOException {
        peer.hello();
        try (RawPeer second = new RawPeer()) {
            second.path = peer.path;
            second.connect().write(second.send("abcd", "Message-ID: m1\r\n", "hi", '$'));
            assertThat(second.frame()).startsWith("MSRP abcd 506 ");
            assertThat(second.closedByPeer()).isTrue();
        }
        peer.write(peer.send("abce", "Message-ID: m1\r\n", "hi", '$'));
        assertThat(peer.frame()).startsWith("MSRP abce 200 ");
    }

    @Test
    void clause5_4_oneConnectionCarriesManySessions() throws IOException, SdpException {
        peer.hello();
        String first = peer.path;
        Recorder second = us.waiting(peer);
        peer.hello().write(peer.send("abcd", "Message-ID: m1\r\n", "second", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 200 ");
        second.awaitEvent("received second");
        second.session.close();
        peer.path = first;
        peer.write(peer.send("abce", "Message-ID: m1\r\n", "first", '$'));
        recorder.awaitEvent("received first");
    }

    @Test
    void clause5_4_theEndOfTheConnectionIsTheEndOfItsSessions() throws IOException {
        peer.hello().disconnect();
        recorder.awaitEvent("closed CONNECTION_LOST");
        assertThat(us.endpoint.sessions()).isZero();
    }

    @Test
    void aConnectionThatThePeerOpenedCanServeTheNextSession() throws IOException, SdpException {
        peer.hello();
        recorder.session.close();
        Recorder next = us.waiting(peer);
        peer.hello();
        next.awaitEvent("opened");
        assertThat(recorder.events).containsExactly("opened");
        next.session.close();
    }

    @Test
    void whatIsNoMsrpEndsTheConnection() throws IOException {
        int before = us.errors("syntax");
        peer.write("GET / HTTP/1.1\r\n\r\n");
        assertThat(peer.closedByPeer()).isTrue();
        assertThat(us.errors("syntax")).isEqualTo(before + 1);
    }

    @Test
    void onlySoManyErrorsAreAnswered() throws IOException {
        peer.hello();
        for (int i = 0; i < 101; i++) {
            peer.write("MSRP abcd UNKNOWN\r\nTo-Path: " + peer.path + "\r\nFrom-Path: " + peer.uri()
                    + "\r\n-------abcd$\r\n");
        }
        assertThatThrownBy(() -> {
                    while (true) {
                        assertThat(peer.frame()).contains(" 501 ");
                    }
                })
                .isInstanceOf(EOFException.class);
        recorder.awaitEvent("closed CONNECTION_LOST");
    }

    @Test
    void onlySoManyMessagesMayBeIncomplete() throws IOException {
        for (int i = 0; i < 17; i++) {
            peer.write(peer.send("abc" + i, "Message-ID: m" + i + "\r\nByte-Range: 1-*/9\r\n", "x", '+'));
            assertThat(peer.frame()).startsWith("MSRP abc" + i + (i < 16 ? " 200 " : " 413 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void clause7_1_2_successIsReportedToWhoAskedForIt(String wish) throws IOException {
        String from = "msrp://relay.example.com:1/r;tcp " + peer.uri();
        String message = peer.send("abcd", "Message-ID: m1\r\nSuccess-Report: " + wish + "\r\n", "hello", '$');
        peer.write(message.replace("From-Path: " + peer.uri(), "From-Path: " + from));
        assertThat(peer.frame()).startsWith("MSRP abcd 200 ");
        if (wish.equals("yes")) {
            String report = peer.frame();
            assertThat(report).matches("(?s)MSRP [0-9a-f]{20} REPORT\r\n.*-------[0-9a-f]{20}\\$\r\n");
            assertThat(RawPeer.header(report, "To-Path")).isEqualTo(from);
            assertThat(RawPeer.header(report, "From-Path")).isEqualTo(peer.path);
            assertThat(RawPeer.header(report, "Message-ID")).isEqualTo("m1");
            assertThat(RawPeer.header(report, "Byte-Range")).isEqualTo("1-5/5");
            assertThat(RawPeer.header(report, "Status")).isEqualTo("000 200 OK");
        }
        peer.hello();
    }

    @Test
    void clause7_1_2_aLaterFailureIsReported() throws IOException {
        recorder.reportsSuccess = false;
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "hello", '$'));
        assertThat(peer.frame()).startsWith("MSRP abcd 200 ");
        recorder.awaitEvent("received hello");
        recorder.messages.get(0).report(new MsrpStatus(408, "late"));
        assertThat(RawPeer.header(peer.frame(), "Status")).isEqualTo("000 408 late");
        recorder.messages.get(0).report(MsrpStatus.OK);
        peer.hello();
    }

    @Test
    void aFileKeepsItsPlaceInTheAnswer() throws SdpException {
        Terms receiving =
                new Terms(AcceptTypes.of("*"), OptionalLong.empty(), Direction.RECVONLY, java.util.Optional.empty());
        Recorder file = us.open();
        assertThat(file.session
                        .answer(peer.media("active"), receiving)
                        .description()
                        .attributes())
                .contains(Direction.RECVONLY.attribute());
        file.session.close();
    }

    @Test
    void aSessionIsTracedWithoutItsContent() throws IOException {
        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "secret", '$'));
        recorder.awaitEvent("received secret");
        await().until(() -> us.traced().contains("received m1, text/plain, 6 octets"));
        assertThat(us.traced()).contains("session open").noneMatch(s -> s.contains("secret"));
    }
}
