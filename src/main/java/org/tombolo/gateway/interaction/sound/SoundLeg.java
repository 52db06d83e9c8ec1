package org.tombolo.gateway.interaction.sound;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.TelephoneEventTrack;
import org.tombolo.media.Track;
import org.tombolo.media.pcm.Sound;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.EventDepacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;

/** One party's side of the sound: her RTP session with us. Nothing flows before {@link #agree}. Safe for all threads. */
public final class SoundLeg {
    private static final int LARGEST = 2048;

    private final int channel;
    private final RtpSession rtp;
    private final SoundSender sender;
    private final SoundListener listener;
    private final short[] samples = new short[LARGEST];
    private volatile @Nullable SoundLeg other;
    private volatile @Nullable SoundTerms terms;
    private volatile Depacketizer incoming = Depacketizer.counting();
    private volatile Tap tap = Tap.NOBODY;
    private volatile boolean heard;
    private volatile boolean keysStay;

    private SoundLeg(int channel, RtpSession rtp, ScheduledExecutorService ticker, SoundListener listener) {
        this.channel = channel;
        this.rtp = rtp;
        this.sender = new SoundSender(rtp, ticker);
        this.listener = listener;
    }

    /** Opens a side; empty when no ports are left. */
    static Optional<SoundLeg> open(
            int channel, RtpReceiver receiver, ScheduledExecutorService ticker, SoundListener listener) {
        Entrance entrance = new Entrance();
        return receiver.open(SoundTerms.NOTHING, entrance, new Quiet()).map(rtp -> {
            SoundLeg leg = new SoundLeg(channel, rtp, ticker, listener);
            entrance.leg = leg;
            return leg;
        });
    }

    void join(SoundLeg with) {
        other = with;
    }

    /** Our even port. */
    public int port() {
        return rtp.port();
    }

    /**
     * Begins, or goes on with what a new offer or answer said.
     *
     * @param passes whether the other party may hear this one
     * @param held whether nothing may go to this one
     */
    public void agree(SoundTerms said, boolean passes, boolean held) {
        SoundTerms now = held ? said.heldBack() : said;
        if (!now.equals(terms)) {
            EventDepacketizer keys = new EventDepacketizer(
                    now.events().orElse(-1), new Voice(), new Pressed(), new TelephoneEventTrack(Sound.RATE));
            incoming = now.events().isPresent() ? Depacketizer.both(new Passing(), keys) : new Voice();
            terms = now;
            rtp.update(now.parameters(), !now.sends());
        }
        heard = passes;
    }

    /** Whether keys can be told to the phone by its stream (RFC 4733). */
    public boolean takesKeys() {
        SoundTerms now = terms;
        return now != null && now.events().isPresent();
    }

    /** Plays a sound to this party, in the place of what the other one says; see {@link SoundSender#play}. */
    public void play(Sound sound, Runnable done) {
        begin(new SoundPlayback(sound), done);
    }

    /** Presses keys, as if the other party did; see {@link SoundSender#play}. */
    public void press(String keys, Runnable done) {
        begin(new KeyPlayback(keys), done);
    }

    private void begin(Playback playback, Runnable done) {
        SoundTerms now = terms;
        if (now == null || !now.receives()) {
            done.run();
        } else {
            sender.play(playback, now, done);
        }
    }

    /** Ends what is being played to this party. */
    public void stop() {
        sender.stop();
    }

    /** Whether the keys that this party presses are kept from the other one. */
    public void keepKeys(boolean kept) {
        keysStay = kept;
    }

    void tap(Tap newTap) {
        tap = newTap;
    }

    void close() {
        sender.stop();
        rtp.close();
    }

    /** Packets from the phone and to it, for the trace. */
    String summary() {
        return rtp.packets() + " packets in, " + rtp.lost() + " lost, " + rtp.sent() + " out";
    }

    // ---- what comes, on the thread of the RTP session

    private static final class Entrance extends Part {
        private volatile @Nullable SoundLeg leg;

        @Override
        public void packet(RtpPacket packet) {
            SoundLeg to = leg;
            if (to != null) {
                to.incoming.packet(packet);
            }
        }

        @Override
        public void restarted() {
            SoundLeg to = leg;
            if (to != null) {
                to.incoming.restarted();
            }
        }
    }

    /** Sound. */
    private final class Voice extends Part {
        @Override
        public void packet(RtpPacket packet) {
            SoundTerms now = terms;
            if (now == null || packet.length() > LARGEST) {
                return;
            }
            if (tap != Tap.NOBODY) {
                listen(packet, now);
            }
            SoundLeg to = other;
            SoundTerms theirs = to == null ? null : to.terms;
            if (to != null && theirs != null && heard) {
                to.sender.sound(packet, now.law(), theirs);
            }
        }

        private void listen(RtpPacket packet, SoundTerms now) {
            int count = packet.length();
            for (int i = 0; i < count; i++) {
                samples[i] = now.law().decode(packet.octet(i));
            }
            tap.heard(channel, packet.timestamp(), samples, count);
        }
    }

    /** Keys on their way to the other phone. */
    private final class Passing extends Part {
        @Override
        public void packet(RtpPacket packet) {
            SoundTerms now = terms;
            SoundLeg to = other;
            SoundTerms theirs = to == null ? null : to.terms;
            if (to != null && theirs != null && now != null && now.isEvent(packet) && heard && !keysStay) {
                to.sender.event(packet, theirs);
            }
        }
    }

    private final class Pressed implements MediaSink {
        @Override
        public void track(Track track) {}

        @Override
        public void frame(Frame event) {
            SoundLeg to = other;
            boolean passed = keysStay || !heard || (to != null && to.takesKeys());
            Keys.of(event.data().get(0) & 0xFF).ifPresent(key -> listener.pressed(SoundLeg.this, key, passed));
        }
    }

    /** Needs no key frames and does not mind losses: the next packet says when it is to be heard. */
    private abstract static class Part implements Depacketizer {
        @Override
        public void lost(int packets) {}

        @Override
        public void restarted() {}

        @Override
        public boolean wantsKeyframe() {
            return false;
        }
    }

    private static final class Quiet implements RtpListener {
        @Override
        public void silent(Duration time) {}
    }
}
