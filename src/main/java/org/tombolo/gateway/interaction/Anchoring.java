package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tombolo.gateway.interaction.sound.CallSound;
import org.tombolo.gateway.interaction.sound.SoundListener;
import org.tombolo.gateway.interaction.sound.SoundPlane;
import org.tombolo.sip.ConvergedSession;

/**
 * Whether the sound of a call passes through us: only while somebody uses it.
 *
 * <pre>
 * DIRECT -> ENTERING -> THROUGH -> LEAVING -> DIRECT
 *    ^         |           ^          |
 *    +---------+           +----------+           a phone refused
 * </pre>
 *
 * All of it on the session's executor.
 */
final class Anchoring {
    // A phone that is in the midst of a re-INVITE of its own, or has refused one.
    private static final Duration LATER = Duration.ofSeconds(2);

    private enum State {
        DIRECT,
        ENTERING,
        THROUGH,
        LEAVING
    }

    /**
     * Somebody who needs to hear or to say something in the call.
     *
     * @param done told when it cannot be
     * @param ready told when it can; {@link #release} must follow
     */
    private record User(CompletableFuture<LegResult> done, Consumer<CallSound> ready) {}

    private final ThirdPartyCall call;
    private final ConvergedSession session;
    private final SoundPlane plane;
    private final SoundListener listener;
    private final Queue<User> waiting = new ArrayDeque<>();
    private State state = State.DIRECT;
    private Optional<CallSound> sound = Optional.empty();
    private int users;

    Anchoring(ThirdPartyCall call, ConvergedSession session, SoundPlane plane, SoundListener listener) {
        this.call = call;
        this.session = session;
        this.plane = plane;
        this.listener = listener;
    }

    /** Whether the sound goes directly and nobody is about to change that. */
    boolean isDirect() {
        return state == State.DIRECT;
    }

    /**
     * Has the sound pass through us.
     *
     * @param done completed when it cannot, and left alone when it can
     * @param ready told when it does; {@link #release} must follow
     */
    void use(CompletableFuture<LegResult> done, Consumer<CallSound> ready) {
        User user = new User(done, ready);
        switch (state) {
            case THROUGH -> admit(user);
            case ENTERING -> waiting.add(user);
            case LEAVING -> done.complete(LegResult.BUSY);
            case DIRECT -> enter(user);
        }
    }

    private void admit(User user) {
        users++;
        user.ready.accept(sound.orElseThrow());
    }

    private void enter(User user) {
        if (call.bridge().busy() || call.transfer().isPresent()) {
            user.done.complete(LegResult.BUSY);
            return;
        }
        sound = plane.open(listener);
        if (sound.isEmpty()) {
            user.done.complete(LegResult.FULL);
            return;
        }
        state = State.ENTERING;
        waiting.add(user);
        call.bridge().anchor(sound.get(), this::entered);
    }

    private void entered(boolean agreed) {
        if (agreed) {
            state = State.THROUGH;
            call.trace("sound passes through us");
            each(this::admit);
        } else {
            direct();
            each(user -> user.done.complete(LegResult.REFUSED));
        }
    }

    private void each(Consumer<User> what) {
        for (User user = waiting.poll(); user != null; user = waiting.poll()) {
            what.accept(user);
        }
    }

    /** A user is done. */
    void release() {
        users--;
        leave();
    }

    /**
     * The one user makes room for a transfer.
     *
     * @param direct told whether the sound goes directly now; when not, that user uses it still
     */
    void makeWay(Consumer<Boolean> direct) {
        if (users > 1 || state != State.THROUGH) {
            direct.accept(false);
            return;
        }
        state = State.LEAVING;
        call.bridge().release(agreed -> {
            users = agreed ? 0 : users;
            left(agreed);
            direct.accept(agreed);
        });
    }

    private void leave() {
        if (users > 0 || state != State.THROUGH) {
            return;
        }
        state = State.LEAVING;
        call.bridge().release(this::left);
    }

    private void left(boolean agreed) {
        if (agreed) {
            call.trace("sound goes directly: " + sound.map(CallSound::summary).orElse(""));
            direct();
        } else {
            state = State.THROUGH;
            session.schedule(LATER, call.guarded(this::leave));
        }
    }

    private void direct() {
        state = State.DIRECT;
        sound.ifPresent(CallSound::close);
        sound = Optional.empty();
    }

    /** The call is over. */
    void end() {
        each(user -> user.done.complete(LegResult.NOT_CONNECTED));
        sound.ifPresent(s -> call.trace("sound: " + s.summary()));
        users = 0;
        direct();
    }
}
