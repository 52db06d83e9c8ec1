package org.tombolo.filetransfer;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;
import org.tombolo.storage.ContentStore;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;

/**
 * Sends files to phones, each in as many sessions as it takes: without its icon for a phone that does not take that (RFC 5547 8.8),
 * and once more from where the connection broke.
 */
public final class FileSender {
    /** Sessions that may break after each brought a part; a phone that is on the move gets on. */
    private static final int MOST_RESUMED = 3;

    private static final Duration BREATH = Duration.ofSeconds(1);

    /**
     * What phones, and servers between, say to a body that they do not take, or that is too large for them; RFC 3261 18.1.1: with it
     * the request goes by TCP, by which a phone may not be reached (408, 503).
     */
    private static final Set<Integer> NOT_THIS_BODY = Set.of(400, 406, 408, 413, 415, 420, 488, 500, 503, 513, 606);

    private final Ports ports;
    private final Duration ring;

    /**
     * What it stands on.
     *
     * @param disk runs what waits for the store
     */
    public record Ports(
            SipCalls calls,
            ConvergedSessions sessions,
            MsrpSessions msrp,
            ContentStore store,
            Executor disk,
            Trace trace,
            Clock clock,
            RandomGenerator random) {}

    /** How the sending of a file ended. */
    public sealed interface Outcome {
        /** The phone has reported all of it. */
        record Delivered() implements Outcome {}

        /** The phone has taken all of it. */
        record Sent() implements Outcome {}

        /** The INVITE was refused. */
        record Refused(int status) implements Outcome {}

        /** The connection broke; the phone has the first octets of the file. */
        record Broken(long octets) implements Outcome {}

        /** The phone does not want it, or does not answer. */
        record Unwanted() implements Outcome {}

        /** We stopped sending it. */
        record Cancelled() implements Outcome {}
    }

    /** Hears of a file on its way. Called on the session's executor. */
    public interface Listener {
        /** A phone takes it, in this session. */
        default void begun(SessionId session) {}

        /** The phone has so many of its first octets. */
        default void progress(long octets) {}

        /** Once, at the end. */
        void over(SessionId session, Outcome outcome);
    }

    /** A file on its way. */
    public interface Handle {
        /** Stops sending it (RFC 5547 8.4); nothing happens when that is over. Never blocks. */
        void cancel();
    }

    /** @param ring how long a phone may take to accept a file */
    public FileSender(Ports ports, Duration ring) {
        this.ports = ports;
        this.ring = ring;
    }

    /**
     * Sends a file.
     *
     * @param from URI of the sender
     * @param to URI of the phone's user
     */
    public Handle send(String from, String to, FileOffer offer, Listener listener) {
        Sending sending = new Sending(from, to, listener);
        sending.start(offer);
        return sending;
    }

    /** One file on its way. */
    private final class Sending implements Handle {
        private final String from;
        private final String to;
        private final Listener listener;
        private int resumed;
        private volatile boolean cancelled;
        private volatile Runnable stop = () -> {};

        Sending(String from, String to, Listener listener) {
            this.from = from;
            this.to = to;
            this.listener = listener;
        }

        void start(FileOffer offer) {
            ConvergedSession session = ports.sessions().open();
            OutgoingFile file = new OutgoingFile(session, ports, from, to, offer, new OutgoingFile.Progress() {
                @Override
                public void begun() {
                    listener.begun(session.id());
                }

                @Override
                public void at(long octets) {
                    listener.progress(octets);
                }

                @Override
                public void over(Outcome outcome) {
                    Sending.this.over(session, offer, outcome);
                }
            });
            session.attach(file);
            stop = () -> session.execute(file::cancel);
            session.execute(() -> file.start(ring));
            if (cancelled) {
                stop.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            stop.run();
        }

        private void over(ConvergedSession session, FileOffer offer, Outcome outcome) {
            if (cancelled) {
                listener.over(session.id(), outcome);
            } else if (outcome instanceof Outcome.Refused refused
                    && offer.icon().isPresent()
                    && NOT_THIS_BODY.contains(refused.status())) {
                start(offer.withoutIcon());
            } else if (outcome instanceof Outcome.Broken broken
                    && broken.octets() > offer.begun()
                    && resumed++ < MOST_RESUMED) {
                session.schedule(BREATH, () -> start(offer.after(broken.octets())));
            } else {
                listener.over(session.id(), outcome);
            }
        }
    }
}
