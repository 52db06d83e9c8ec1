package org.tombolo.gateway.interaction.sound;

import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.pcm.G711;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpSession;

/** What goes to one phone: the other party's packets, or something of ours in their place. */
final class SoundSender {
    private static final int HEADER = 12;
    private static final int LARGEST = 2048;
    private static final long TICK_MILLIS = 20;

    private final RtpSession rtp;
    private final ScheduledExecutorService ticker;
    private final ByteBuffer buffer = ByteBuffer.allocate(HEADER + LARGEST);
    private final RtpPacket packet = new RtpPacket();
    private @Nullable Playing playing;

    SoundSender(RtpSession rtp, ScheduledExecutorService ticker) {
        this.rtp = rtp;
        this.ticker = ticker;
    }

    // ---- the other party

    /** A packet of sound of the other party's, by her law. */
    synchronized void sound(RtpPacket from, G711 law, SoundTerms terms) {
        if (playing != null || !terms.receives()) {
            return;
        }
        if (law == terms.law()) {
            rtp.send(from, terms.payloadType());
        } else if (from.length() <= LARGEST) {
            begin(from.marker(), from.sequence(), from.timestamp(), from.ssrc());
            for (int i = 0; i < from.length(); i++) {
                buffer.put(terms.law().encode(law.decode(from.octet(i))));
            }
            send(terms.payloadType());
        }
    }

    /** A packet of a key that the other party presses. */
    synchronized void event(RtpPacket from, SoundTerms terms) {
        if (playing == null && terms.receives()) {
            terms.events().ifPresent(type -> rtp.send(from, type));
        }
    }

    // ---- ours

    private final class Playing {
        private final Playback playback;
        private final SoundTerms terms;
        private final Runnable done;
        // One of its own, so that the phone's stream goes on in time whatever came before.
        private final int source = ThreadLocalRandom.current().nextInt();
        private @Nullable ScheduledFuture<?> ticks;
        private int tick;

        Playing(Playback playback, SoundTerms terms, Runnable done) {
            this.playback = playback;
            this.terms = terms;
            this.done = done;
        }

        void step() {
            if (!stepped()) {
                done.run();
            }
        }

        private boolean stepped() {
            synchronized (SoundSender.this) {
                if (playing != this) {
                    return true;
                }
                buffer.clear().position(HEADER);
                Playback.Step step = playback.next(tick, terms, buffer);
                if (step.equals(Playback.Step.OVER)) {
                    end();
                    return false;
                }
                write(step.marker(), tick, step.timestamp(), source);
                send(step.payloadType());
                tick++;
                return true;
            }
        }

        private void end() {
            playing = null;
            if (ticks != null) {
                ticks.cancel(false);
            }
        }
    }

    /**
     * Begins to play, in the place of what was being played.
     *
     * @param done run once, when it is over, or gave way to something else
     */
    void play(Playback playback, SoundTerms terms, Runnable done) {
        stop();
        synchronized (this) {
            Playing next = new Playing(playback, terms, done);
            playing = next;
            next.ticks = ticker.scheduleAtFixedRate(next::step, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends what is being played. */
    void stop() {
        Playing was;
        synchronized (this) {
            was = playing;
            if (was != null) {
                was.end();
            }
        }
        if (was != null) {
            was.done.run();
        }
    }

    private void begin(boolean marker, int sequence, int timestamp, int source) {
        buffer.clear();
        write(marker, sequence, timestamp, source);
        buffer.position(HEADER);
    }

    private void write(boolean marker, int sequence, int timestamp, int source) {
        buffer.put(0, (byte) 0x80)
                .put(1, (byte) (marker ? 0x80 : 0))
                .putShort(2, (short) sequence)
                .putInt(4, timestamp)
                .putInt(8, source);
    }

    private void send(int payloadType) {
        packet.wrap(buffer.flip());
        rtp.send(packet, payloadType);
    }
}
