package org.tombolo.gateway.interaction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins calls at their time. What is planned outlives the process; a call whose time passed while we were away is missed, not made up for. */
public final class CallSchedule {
    /** How late a call may begin after a restart. */
    static final Duration GRACE = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(CallSchedule.class);
    private static final int MOST_OF_OWNER = 1000;
    private static final Duration FARTHEST = Duration.ofDays(90);
    private static final int ID_BYTES = 16;

    private final ClickToDial calls;
    private final ScheduleStore store;
    private final ScheduledExecutorService timer;
    private final Executor workers;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, ScheduledFuture<?>> timers = new ConcurrentHashMap<>();

    /**
     * A schedule on the caller's executors.
     *
     * @param timer only wakes
     * @param workers begin calls, which blocks
     * @param random a secure one
     */
    public CallSchedule(
            ClickToDial calls,
            ScheduleStore store,
            ScheduledExecutorService timer,
            Executor workers,
            Clock clock,
            RandomGenerator random) {
        this.calls = calls;
        this.store = store;
        this.timer = timer;
        this.workers = workers;
        this.clock = clock;
        this.random = random;
    }

    /** Why a call is not planned; empty when it may be. */
    public Optional<String> refusal(CallRequest request, Instant due) {
        Instant now = clock.instant();
        if (!due.isAfter(now) || due.isAfter(now.plus(FARTHEST))) {
            return Optional.of("must be in the future, and at most " + FARTHEST.toDays() + " days from now");
        }
        return store.waiting(request.requester().name()) >= MOST_OF_OWNER
                ? Optional.of("more than " + MOST_OF_OWNER + " calls are planned")
                : Optional.empty();
    }

    /** Plans a call. */
    public ScheduledCall plan(CallRequest request, Instant due) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = "sched_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ScheduledCall planned = new ScheduledCall(id, request, due, ScheduledCall.State.WAITING, Optional.empty());
        store.add(planned);
        set(planned);
        return planned;
    }

    /** Sets the timers of what an earlier process planned. */
    public void open() {
        for (ScheduledCall planned : store.waiting()) {
            if (planned.due().plus(GRACE).isBefore(clock.instant())) {
                store.move(planned.id(), ScheduledCall.State.MISSED);
                log.warn("the call {} was due at {}, when we were not there", planned.id(), planned.due());
            } else {
                set(planned);
            }
        }
    }

    private void set(ScheduledCall planned) {
        long delay =
                Math.max(0, Duration.between(clock.instant(), planned.due()).toMillis());
        timers.put(
                planned.id(),
                timer.schedule(() -> workers.execute(() -> begin(planned)), delay, TimeUnit.MILLISECONDS));
    }

    private void begin(ScheduledCall planned) {
        timers.remove(planned.id());
        // Moved first: a call is never made twice.
        if (!store.move(planned.id(), ScheduledCall.State.STARTED)) {
            return;
        }
        CreateResult result = calls.create(planned.request());
        if (result instanceof CreateResult.Created created) {
            store.began(planned.id(), Optional.of(created.call().id()));
        } else {
            log.info("the planned call {} was refused: {}", planned.id(), result);
            store.began(planned.id(), Optional.empty());
        }
    }

    /** Takes a call back; false when it does not wait any more. */
    public boolean cancel(String id) {
        Optional.ofNullable(timers.remove(id)).ifPresent(t -> t.cancel(false));
        return store.move(id, ScheduledCall.State.CANCELLED);
    }

    /** The planned call of that id, when the requester may see it. */
    public Optional<ScheduledCall> get(String id, Requester requester) {
        return store.scheduled(id).filter(s -> sees(requester, s));
    }

    private static boolean sees(Requester requester, ScheduledCall planned) {
        return requester.all() || planned.request().requester().name().equals(requester.name());
    }

    /** The requester's planned calls, the first to come first. */
    public List<ScheduledCall> list(Requester requester, int limit) {
        return store.schedules(requester.owner(), limit);
    }
}
