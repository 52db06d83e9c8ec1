package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.gateway.interaction.sound.CallSound;
import org.tombolo.gateway.interaction.sound.SoundLeg;
import org.tombolo.media.pcm.Sound;
import org.tombolo.sip.ConvergedSession;

/** What clients may have played and heard in a call: announcements and keys. On the session's executor. */
final class SoundControl {
    // As long as a key and the pause behind it take by RTP.
    private static final Duration EACH_KEY = Duration.ofMillis(240);

    private final ThirdPartyCall call;
    private final ConvergedSession session;
    private final Anchoring anchoring;
    private final Map<Party, KeyCollection> collections = new HashMap<>();
    private Optional<Announcement> announcement = Optional.empty();

    /** What is played now. */
    private final class Announcement {
        private final List<Party> to;
        private final List<SoundLeg> legs;
        private int left;
        private String end = "played";

        Announcement(List<Party> to) {
            this.to = to;
            this.legs =
                    to.stream().flatMap(p -> call.bridge().sound(p).stream()).toList();
            this.left = legs.size();
        }

        void play(Sound sound) {
            legs.forEach(leg -> leg.play(sound, () -> session.execute(call.guarded(this::over))));
        }

        void stop() {
            end = "stopped";
            legs.forEach(SoundLeg::stop);
        }

        private void over() {
            if (--left == 0) {
                announcement = Optional.empty();
                call.note(new CallNote.AnnouncementEnded(
                        to.stream().map(call::name).toList(), end));
                anchoring.release();
            }
        }
    }

    SoundControl(ThirdPartyCall call, ConvergedSession session, Anchoring anchoring) {
        this.call = call;
        this.session = session;
        this.anchoring = anchoring;
    }

    // ---- announcements

    /** Plays a sound to one party or to both; done means that it has begun. */
    void play(List<Party> to, Sound sound, CompletableFuture<LegResult> done) {
        if (to.stream().anyMatch(Party::held)) {
            done.complete(LegResult.NOT_CONNECTED);
            return;
        }
        anchoring.use(done, through -> {
            if (announcement.isPresent()) {
                anchoring.release();
                done.complete(LegResult.BUSY);
                return;
            }
            Announcement begun = new Announcement(to);
            announcement = Optional.of(begun);
            call.trace("announcement of " + sound.length().toMillis() + " ms");
            begun.play(sound);
            done.complete(LegResult.DONE);
        });
    }

    /** Ends what is being played. */
    void stopPlaying(CompletableFuture<LegResult> done) {
        announcement.ifPresent(Announcement::stop);
        done.complete(announcement.isPresent() ? LegResult.DONE : LegResult.NOT_CONNECTED);
    }

    // ---- keys to a party

    /** Presses keys as if the other party did; done means that it has begun. */
    void press(Party to, String keys, CompletableFuture<LegResult> done) {
        if (!Bridge.takesKeys(to)) {
            call.trace("keys by INFO to " + call.name(to));
            pressByInfo(to, keys);
            done.complete(LegResult.DONE);
            return;
        }
        anchoring.use(done, through -> {
            call.trace("keys by RTP to " + call.name(to));
            call.bridge()
                    .sound(to)
                    .ifPresent(leg -> leg.press(keys, () -> session.execute(call.guarded(anchoring::release))));
            done.complete(LegResult.DONE);
        });
    }

    private void pressByInfo(Party to, String keys) {
        to.send("INFO", Optional.of(DtmfRelay.of(keys.charAt(0))));
        if (keys.length() > 1) {
            session.schedule(EACH_KEY, call.guarded(() -> pressByInfo(to, keys.substring(1))));
        }
    }

    // ---- keys of a party

    /** Waits for keys of a party, which the other one does not get meanwhile; done means that we listen. */
    void collect(Party from, KeyCollection.Wish wish, CompletableFuture<LegResult> done) {
        if (collections.containsKey(from)) {
            done.complete(LegResult.BUSY);
        } else if (Bridge.takesKeys(from)) {
            anchoring.use(done, through -> collect(from, wish, through, done));
        } else {
            // Her phone can tell them by INFO alone, which reaches us anyway.
            collections.put(from, collection(from, wish, () -> {}));
            done.complete(LegResult.DONE);
        }
    }

    private void collect(Party from, KeyCollection.Wish wish, CallSound through, CompletableFuture<LegResult> done) {
        if (collections.containsKey(from)) {
            anchoring.release();
            done.complete(LegResult.BUSY);
            return;
        }
        Optional<SoundLeg> leg = call.bridge().sound(from);
        leg.ifPresent(l -> l.keepKeys(true));
        collections.put(from, collection(from, wish, () -> {
            leg.ifPresent(l -> l.keepKeys(false));
            anchoring.release();
        }));
        done.complete(LegResult.DONE);
    }

    private KeyCollection collection(Party from, KeyCollection.Wish wish, Runnable after) {
        call.trace("waits for keys of " + call.name(from));
        return new KeyCollection(wish, session, (keys, end) -> {
            collections.remove(from);
            call.note(new CallNote.KeysCollected(call.name(from), keys, end));
            after.run();
        });
    }

    /** Waits no more; what has come until now is told. */
    void stopCollecting(Party from, CompletableFuture<LegResult> done) {
        Optional<KeyCollection> now = Optional.ofNullable(collections.get(from));
        now.ifPresent(c -> c.end("stopped"));
        done.complete(now.isPresent() ? LegResult.DONE : LegResult.NOT_CONNECTED);
    }

    boolean collects(Party from) {
        return collections.containsKey(from);
    }

    /**
     * A party pressed a key.
     *
     * @param told whether the other one knows, or need not
     */
    void pressed(Party by, char key, boolean told) {
        KeyCollection collection = collections.get(by);
        if (collection != null) {
            collection.pressed(key);
        } else if (!told) {
            call.other(by).send("INFO", Optional.of(DtmfRelay.of(key)));
        }
    }

    /** The call is over: what was waited for is told as far as it came. */
    void end() {
        List.copyOf(collections.values()).forEach(c -> c.end("stopped"));
    }
}
