package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.gateway.interaction.sound.SoundPlane;
import org.tombolo.identity.TelNumber;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.DialogRecord;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.Trace;

/** One call between two parties that the test plays. */
final class CallScene implements SipCalls, CallJournal {
    static final TelNumber ALICE = new TelNumber("+15550001");
    static final TelNumber BOB = new TelNumber("+15550002");
    static final TelNumber CAROL = new TelNumber("+15550003");
    static final Duration RINGING = Duration.ofSeconds(60);
    static final Duration LONGEST = Duration.ofHours(4);

    final FakeSession session = new FakeSession("session-0001");
    final List<FakeLeg> legs = new ArrayList<>();
    final List<Call> events = new ArrayList<>();
    final Map<String, DialogRecord> kept = new HashMap<>();
    final List<CallNote> notes = new ArrayList<>();
    final List<Call> over = new ArrayList<>();
    final Trace trace = InMemoryTrace.ofOrdinarySize();
    final ThirdPartyCall call;
    private final SoundPlane sounds;
    private final Recordings recordings;

    CallScene() {
        this(CallRequest.Options.NONE);
    }

    CallScene(CallRequest.Options options) {
        this(options, listener -> Optional.empty());
    }

    CallScene(CallRequest.Options options, SoundPlane plane) {
        sounds = plane;
        recordings = NoRecordings.of(Executors.newSingleThreadScheduledExecutor(), Clock.systemUTC());
        CallRequest request =
                new CallRequest(ALICE, BOB, Optional.empty(), false, Requester.client("demo", false), options);
        call = new ThirdPartyCall(session, environment(), request, (ended, written) -> over.add(ended));
    }

    static CallScene begun() {
        return begun(CallRequest.Options.NONE);
    }

    static CallScene begun(CallRequest.Options options) {
        CallScene scene = new CallScene(options);
        scene.call.start();
        scene.session.run();
        return scene;
    }

    private CallEnvironment environment() {
        return new CallEnvironment(
                this,
                this,
                trace,
                new SessionClock(),
                new Random(1),
                new CallEnvironment.Limits(RINGING, LONGEST, 10),
                new CallEnvironment.Names("ims.localhost", "127.0.0.1"),
                sounds,
                recordings);
    }

    // ---- the parties

    FakeLeg caller() {
        return legs.stream()
                .filter(l -> l.to.equals(ALICE.text()))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    FakeLeg callee() {
        return legs.stream()
                .filter(l -> l.to.equals(BOB.text()))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    FakeLeg target() {
        return legs.stream()
                .filter(l -> l.to.equals(CAROL.text()))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    boolean calleeCalled() {
        return legs.stream().anyMatch(l -> l.to.equals(BOB.text()));
    }

    void end() {
        var unused = call.end(CallEnd.BY_CLIENT);
        session.run();
    }

    // ---- what came of it

    List<String> words() {
        return events.stream().map(c -> c.state().word()).toList();
    }

    Call last() {
        return events.get(events.size() - 1);
    }

    /** One final event, both legs ended, nothing owed and nothing left. */
    void assertOver() {
        assertThat(events.stream().filter(c -> c.state().isFinal())).hasSize(1);
        assertThat(last().state().isFinal()).isTrue();
        assertThat(over).containsExactly(last());
        assertThat(legs).allSatisfy(l -> {
            assertThat(l.state).isEqualTo(LegState.ENDED);
            assertThat(l.unacknowledged).isFalse();
            assertThat(l.reoffered).isFalse();
        });
        assertThat(session.ended).isTrue();
    }

    /** Revisions count up by one from the creation. */
    void assertNumbered() {
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).revision()).isEqualTo(i + 2);
        }
    }

    static Optional<Body> sdp(String... media) {
        StringBuilder text =
                new StringBuilder("v=0\r\no=- 77 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n");
        for (String section : media) {
            text.append("m=").append(section).append("\r\n");
        }
        return Optional.of(Body.text(Body.SDP, text.toString()));
    }

    @Override
    public void leg(CallId id, String name, DialogRecord dialog) {
        kept.put(name, dialog);
    }

    private void happens(Runnable event) {
        session.execute(event);
        session.run();
    }

    // ---- ports

    @Override
    public void send(
            ConvergedSession session,
            String method,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> body,
            Consumer<SipResponse> done) {
        throw new AssertionError("no request outside of a dialog is expected");
    }

    @Override
    public Leg invite(
            ConvergedSession in, String from, String to, List<Header> headers, Optional<Body> offer, LegListener l) {
        FakeLeg leg = new FakeLeg(this::happens, sent -> {}, from, to, headers, offer, l);
        legs.add(leg);
        return leg;
    }

    @Override
    public CompletableFuture<Call> created(Call created, Optional<Sink> sink) {
        return CompletableFuture.completedFuture(created);
    }

    @Override
    public CompletableFuture<Call> noted(Call noted, CallNote note) {
        events.add(noted);
        notes.add(note);
        return CompletableFuture.completedFuture(noted);
    }

    @Override
    public CompletableFuture<Call> changed(Call changed) {
        events.add(changed);
        return CompletableFuture.completedFuture(changed);
    }

    private final class SessionClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return session.time();
        }
    }
}
