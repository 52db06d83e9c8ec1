package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.CreateResult.Refusal;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.identity.Address;
import org.tombolo.identity.Associations;
import org.tombolo.media.pcm.Sound;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;

/** The service of CAMARA Click to Dial: starts, shows and ends calls. Safe for all threads. */
public final class ClickToDial implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClickToDial.class);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LEG_PATIENCE = Duration.ofSeconds(10);
    private static final Duration END_PATIENCE = Duration.ofSeconds(3);

    private final BooleanSupplier ready;
    private final ConvergedSessions sessions;
    private final CallEnvironment env;
    private final CallStore store;
    private final Associations associations;
    private final CallGuard guard;
    private final Metrics metrics;
    private final Map<Pair, ThirdPartyCall> active = new ConcurrentHashMap<>();

    private final Map<CallId, Ending> ending = new ConcurrentHashMap<>();

    /** A call that is over and is being written down. */
    private record Ending(Call call, CompletableFuture<Call> written) {}

    private record Pair(Address caller, Address callee) {}

    /**
     * The service, with nothing active.
     *
     * @param ready whether calls can be made and written down; until then each is refused
     */
    public ClickToDial(
            BooleanSupplier ready,
            ConvergedSessions sessions,
            CallEnvironment env,
            CallStore store,
            Associations associations,
            CallGuard guard,
            Metrics metrics) {
        this.ready = ready;
        this.sessions = sessions;
        this.env = env;
        this.store = store;
        this.associations = associations;
        this.guard = guard;
        this.metrics = metrics;
        metrics.gauge("tombolo_calls_active", active::size);
    }

    /** Starts a call, unless a rule forbids it. Waits for the store, not for the network. */
    public CreateResult create(CallRequest request) {
        Optional<Refusal> refusal = refusal(request);
        if (refusal.isPresent()) {
            return new CreateResult.Refused(refusal.get());
        }
        Optional<Refusal> enough = guard.begin(request.requester().name(), request.caller(), request.callee())
                .map(ClickToDial::refusal);
        return enough.<CreateResult>map(CreateResult.Refused::new).orElseGet(() -> begin(request));
    }

    private CreateResult begin(CallRequest request) {
        Pair pair = new Pair(request.caller(), request.callee());
        ConvergedSession session = sessions.open();
        ThirdPartyCall call = new ThirdPartyCall(session, env, request, (ended, written) -> over(pair, ended, written));
        if (active.putIfAbsent(pair, call) != null) {
            session.end();
            guard.over(request.requester().name());
            return new CreateResult.Refused(Refusal.ALREADY_ACTIVE);
        }
        session.attach(call);
        Call created = call.call();
        if (!stored(created, request)) {
            active.remove(pair);
            session.end();
            guard.over(request.requester().name());
            // The journal may still write the call down later: its final event follows, and its sink is forgotten.
            var unused = env.journal()
                    .changed(created.ended(CallEnd.NOT_STORED, env.clock().instant()));
            return new CreateResult.Refused(Refusal.NOT_STORED);
        }
        call.start();
        return new CreateResult.Created(created);
    }

    /** Why a call would be refused now; empty when it would not. */
    public Optional<Refusal> refusal(CallRequest request) {
        if (!ready.getAsBoolean()) {
            return Optional.of(Refusal.NOT_READY);
        }
        if (request.caller().equals(request.callee())) {
            return Optional.of(Refusal.SAME_PARTIES);
        }
        if (request.recording() && !env.recordings().options().allowed()) {
            return Optional.of(Refusal.RECORDING);
        }
        if (!request.requester().mayActAs(request.caller(), associations)) {
            return Optional.of(Refusal.NOT_HER_NUMBER);
        }
        Optional<Refusal> denied =
                guard.numbers(request.caller(), request.callee()).map(ClickToDial::refusal);
        if (denied.isPresent()) {
            return denied;
        }
        return active.size() >= env.limits().calls() ? Optional.of(Refusal.TOO_MANY) : Optional.empty();
    }

    private static Refusal refusal(CallGuard.Verdict verdict) {
        return switch (verdict) {
            case CALLER -> Refusal.CALLER_DENIED;
            case CALLEE -> Refusal.CALLEE_DENIED;
            case QUOTA -> Refusal.QUOTA;
            case TOO_FAST -> Refusal.TOO_FAST;
        };
    }

    private boolean stored(Call call, CallRequest request) {
        return await(env.journal().created(call, request.sink()), STORE_PATIENCE)
                .isPresent();
    }

    // Until its end is in the store, the store would tell that it goes on.
    private void over(Pair pair, Call ended, CompletableFuture<Call> written) {
        ending.put(ended.id(), new Ending(ended, written));
        var unused = written.whenComplete((call, failure) -> ending.remove(ended.id()));
        active.remove(pair);
        guard.over(ended.owner());
        ended.reason()
                .ifPresent(r -> metrics.counter("tombolo_calls_total", "result", r.word())
                        .increment());
    }

    /** The call of that id, active or not, when the requester may see it. */
    public Optional<Call> get(CallId id, Requester requester) {
        return live(id).map(ThirdPartyCall::call)
                .or(() -> Optional.ofNullable(ending.get(id)).map(Ending::call))
                .or(() -> store.find(id))
                .filter(requester::sees);
    }

    /**
     * The requester's calls of the last 24 hours, the newest first.
     *
     * @param after only older calls than this one
     * @param limit 1 to 1000
     */
    public List<Call> list(Requester requester, CallStore.Filter filter, Optional<CallId> after, int limit) {
        return store.list(requester.owner(), filter, after, limit);
    }

    /** Ends a call. */
    public EndResult end(CallId id, Requester requester) {
        Optional<Call> call = get(id, requester);
        if (call.isEmpty()) {
            return EndResult.UNKNOWN;
        }
        if (call.get().state().isFinal()) {
            return EndResult.OVER;
        }
        boolean ended = live(id).flatMap(c -> await(c.end(CallEnd.BY_CLIENT), END_PATIENCE))
                .orElse(false);
        return ended ? EndResult.ENDED : EndResult.OVER;
    }

    /** The legs of a call as they are now; empty when the requester has no such call, or it is over. */
    public List<LegView> legs(CallId id, Requester requester) {
        return get(id, requester)
                .flatMap(c -> live(id))
                .map(ThirdPartyCall::legs)
                .orElse(List.of());
    }

    /** Holds or mutes a party of a call, or lets her go. Waits for the phones' answers. */
    public LegResult set(CallId id, String leg, Optional<Boolean> held, Optional<Boolean> muted, Requester requester) {
        return onLive(id, requester, c -> c.control().set(leg, held, muted));
    }

    /**
     * Puts another party in the place of one of a connected call. Waits until the phones have been told.
     *
     * @param leaving name of the leg that goes
     * @param attended whether she talks to the other one first
     */
    public LegResult transfer(CallId id, String leaving, Address to, boolean attended, Requester requester) {
        if (guard.numbers(to, to).isPresent()) {
            return LegResult.DENIED;
        }
        return onLive(id, requester, c -> c.control().transfer(leaving, to, attended));
    }

    /** Joins the one who stays and the target of an attended transfer. */
    public LegResult completeTransfer(CallId id, Requester requester) {
        return onLive(id, requester, c -> c.control().completeTransfer());
    }

    /** Takes an attended transfer back. */
    public LegResult cancelTransfer(CallId id, Requester requester) {
        return onLive(id, requester, c -> c.control().cancelTransfer());
    }

    /**
     * Plays a sound in a call. Waits until it has begun.
     *
     * @param legs who hears it
     */
    public LegResult play(CallId id, List<String> legs, Sound sound, Requester requester) {
        return onLive(id, requester, c -> c.control().play(legs, sound));
    }

    /** Ends what is being played in a call. */
    public LegResult stopPlaying(CallId id, Requester requester) {
        return onLive(id, requester, c -> c.control().stopPlaying());
    }

    /** Presses keys towards a party, as if the other one did. Waits until it has begun. */
    public LegResult press(CallId id, String leg, String keys, Requester requester) {
        return onLive(id, requester, c -> c.control().press(leg, keys));
    }

    /** Waits for keys that a party presses: an event tells them. */
    public LegResult collect(CallId id, String leg, KeyCollection.Wish wish, Requester requester) {
        return onLive(id, requester, c -> c.control().collect(leg, wish));
    }

    /** Waits for them no more: the event tells those until now. */
    public LegResult stopCollecting(CallId id, String leg, Requester requester) {
        return onLive(id, requester, c -> c.control().stopCollecting(leg));
    }

    /** Begins to record a call. Waits until its sound passes through us. */
    public LegResult record(CallId id, Requester requester) {
        return env.recordings().options().allowed()
                ? onLive(id, requester, c -> c.control().record())
                : LegResult.DENIED;
    }

    /** Ends the recording of a call: an event tells when it can be had. */
    public LegResult stopRecording(CallId id, Requester requester) {
        return onLive(id, requester, c -> c.control().stopRecording());
    }

    private LegResult onLive(CallId id, Requester requester, Function<ThirdPartyCall, Future<LegResult>> step) {
        if (get(id, requester).isEmpty()) {
            return LegResult.UNKNOWN;
        }
        return live(id).flatMap(c -> await(step.apply(c), LEG_PATIENCE)).orElse(LegResult.NOT_CONNECTED);
    }

    private Optional<ThirdPartyCall> live(CallId id) {
        return sessions.find(id.session()).flatMap(s -> s.attached(ThirdPartyCall.class));
    }

    /** Ends every call. */
    @Override
    public void close() {
        active.values().stream().map(c -> c.end(CallEnd.STOPPED)).toList().forEach(f -> await(f, END_PATIENCE));
        // What was recorded is kept before the store goes.
        List.copyOf(ending.values()).forEach(e -> await(e.written(), END_PATIENCE));
    }

    private static <T> Optional<T> await(Future<T> future, Duration patience) {
        try {
            return Optional.of(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.warn("call store or session did not do its part: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
