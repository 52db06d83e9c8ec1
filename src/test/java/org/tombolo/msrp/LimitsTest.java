package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.sdp.Setup;

/** Everything from outside is bounded. */
class LimitsTest {

    private static EndpointOptions.Timeouts times(
            Duration proof, Duration binding, Duration incomplete, Duration stall) {
        return new EndpointOptions.Timeouts(
                TestEndpoint.LONG, TestEndpoint.LONG, proof, binding, incomplete, stall, TestEndpoint.LONG);
    }

    @Test
    void aConnectionThatNamesNoSessionIsClosed() throws IOException {
        try (TestEndpoint us = TestEndpoint.with(
                        times(TestEndpoint.SHORT, TestEndpoint.LONG, TestEndpoint.LONG, TestEndpoint.LONG));
                RawPeer peer = new RawPeer()) {
            peer.connect(us.endpoint.uri().port());
            assertThat(peer.closedByPeer()).isTrue();
            assertThat(us.errors("connection")).isEqualTo(1);
        }
    }

    @Test
    void theOldestOfTooManyUnprovenConnectionsIsClosed() throws IOException, SdpException {
        try (TestEndpoint us = TestEndpoint.with(new EndpointOptions.Limits(10, 100, 4, 1 << 20))) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                peers.add(new RawPeer().connect(us.endpoint.uri().port()));
            }
            assertThat(peers.get(0).closedByPeer()).isTrue();
            assertThat(peers.get(1).closedByPeer()).isTrue();
            RawPeer last = peers.get(5);
            us.waiting(last);
            last.hello();
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAtOnce() throws IOException {
        try (TestEndpoint us = TestEndpoint.with(new EndpointOptions.Limits(10, 1, 100, 1 << 20));
                RawPeer one = new RawPeer();
                RawPeer other = new RawPeer()) {
            one.connect(us.endpoint.uri().port());
            await().until(() -> us.endpoint.connections() == 1);
            other.connect(us.endpoint.uri().port());
            assertThat(other.closedByPeer()).isTrue();
            one.disconnect();
            await().until(() -> us.endpoint.connections() == 0);
        }
    }

    @Test
    void moreSessionsThanAllowedAreRefused() throws IOException {
        try (TestEndpoint us = TestEndpoint.with(new EndpointOptions.Limits(1, 10, 10, 1 << 20))) {
            Recorder one = us.open();
            assertThat(us.tryOpen()).isInstanceOf(MsrpSessions.Opening.Refused.class);
            one.session.close();
            assertThat(us.tryOpen()).isInstanceOf(MsrpSessions.Opening.Opened.class);
        }
    }

    @Test
    void aPeerThatDoesNotComeIsGivenUp() throws IOException, SdpException {
        try (TestEndpoint us = TestEndpoint.with(
                        times(TestEndpoint.LONG, TestEndpoint.SHORT, TestEndpoint.LONG, TestEndpoint.LONG));
                RawPeer peer = new RawPeer()) {
            Recorder recorder = us.waiting(peer);
            recorder.awaitEvent("closed NOT_CONNECTED");
            assertThat(us.endpoint.sessions()).isZero();
        }
    }

    @Test
    void anIncompleteMessageIsGivenUp() throws IOException, SdpException {
        try (TestEndpoint us = TestEndpoint.with(
                        times(TestEndpoint.LONG, TestEndpoint.LONG, TestEndpoint.SHORT, TestEndpoint.LONG));
                RawPeer peer = new RawPeer()) {
            Recorder recorder = us.waiting(peer);
            recorder.slow = true;
            peer.connect().write(peer.send("abcd", "Message-ID: m1\r\nByte-Range: 1-*/9\r\n", "abc", '+'));
            recorder.awaitEvent("aborted the rest did not come in time");
            peer.frame();
            peer.hello();
        }
    }

    @Test
    void aPeerThatReadsNothingIsGivenUp() throws IOException, SdpException {
        try (TestEndpoint us = TestEndpoint.with(
                        times(TestEndpoint.LONG, TestEndpoint.LONG, TestEndpoint.LONG, TestEndpoint.SHORT));
                RawPeer peer = new RawPeer()) {
            Recorder recorder = us.waiting(peer);
            peer.connect().hello();
            recorder.send(OutgoingMessage.of("a/b", new byte[20 << 20]), "large");
            recorder.awaitEvent("closed CONNECTION_LOST");
            recorder.awaitEvent("failed 481 large");
        }
    }

    @Test
    void responsesToAPeerThatReadsNothingDoNotPileUp() throws IOException, SdpException {
        try (TestEndpoint us = TestEndpoint.start();
                RawPeer peer = new RawPeer()) {
            Recorder recorder = us.waiting(peer);
            peer.connect().hello();
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 100_000; i++) {
                        peer.write(peer.send("abcd", "Message-ID: m1\r\n", "", '$'));
                    }
                } catch (IOException e) {
                    // the end of the test
                }
            });
            flood.start();
            // Once the kernel's buffers are full, neither side goes on.
            await().pollInterval(Duration.ofMillis(300)).until(() -> stands(flood));
            peer.disconnect();
            recorder.awaitEvent("closed CONNECTION_LOST");
        }
    }

    private static boolean stands(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return thread.isAlive() && stack.length > 0 && stack[0].getMethodName().startsWith("socketWrite")
                || stack.length > 0 && stack[0].getMethodName().equals("poll");
    }

    @Test
    void anEndpointThatStopsTellsItsSessions() throws IOException, SdpException {
        TestEndpoint us = TestEndpoint.start();
        try (RawPeer peer = new RawPeer()) {
            Recorder recorder = us.waiting(peer);
            peer.connect().hello();
            Recorder waiting = us.open();
            waiting.session.answer(
                    TestEndpoint.media("msrp://127.0.0.1:1/x;tcp", Optional.of(Setup.ACTIVE)), TestEndpoint.ANY);
            us.endpoint.close();
            recorder.awaitEvent("closed SHUTDOWN");
            waiting.awaitEvent("closed SHUTDOWN");
            assertThat(peer.closedByPeer()).isTrue();
        } finally {
            us.close();
        }
    }
}
