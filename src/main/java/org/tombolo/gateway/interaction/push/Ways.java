package org.tombolo.gateway.interaction.push;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.FileSender;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.StoredFile;

/** Brings a push to its user by the first of several ways that the phone takes. */
public final class Ways {
    private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

    private final List<Carrier> carriers;
    private final ContentStore store;
    private final Executor preparing;

    /**
     * @param carriers the best first; the last one takes everything
     * @param preparing runs what waits for the store
     */
    Ways(List<Carrier> carriers, ContentStore store, Executor preparing) {
        this.carriers = List.copyOf(carriers);
        this.store = store;
        this.preparing = preparing;
    }

    /**
     * What it stands on.
     *
     * @param phones what phones take
     * @param sender of files
     * @param preparing runs what waits for the store or takes the processor
     */
    public record Ports(
            Phones phones,
            FileSender sender,
            SipCalls calls,
            ConvergedSessions sessions,
            ContentStore store,
            Previews previews,
            Executor preparing) {}

    /**
     * The ways of the IMS: files by MSRP, descriptions of links where a phone takes them, and plain text.
     *
     * @param links URL under which links to files are, without a slash at its end
     * @param imsDomain domain of the numbers that are shown
     */
    public static Ways of(Ports ports, String links, String imsDomain) {
        MessageText text = new MessageText(links);
        return new Ways(
                List.of(
                        new FileCarrier(
                                ports.sender(),
                                ports.phones(),
                                ports.store(),
                                ports.previews(),
                                ports.preparing(),
                                imsDomain),
                        new MessageCarrier(
                                Way.RCS,
                                ports.calls(),
                                ports.sessions(),
                                ports.phones(),
                                push -> ports.phones().takeLinks(push.to()) ? text.description(push) : List.of(),
                                imsDomain),
                        new MessageCarrier(
                                Way.MESSAGE, ports.calls(), ports.sessions(), ports.phones(), text::plain, imsDomain)),
                ports.store(),
                ports.preparing());
    }

    /** Whether a push fits into a message of plain text, the last way. */
    public boolean fits(Push push) {
        return carriers.get(carriers.size() - 1).takes(push);
    }

    /** Hears of an attempt, on any thread. */
    interface Listener {
        void begun(Way way);

        void progress(Progress progress);

        /** Once, at the end; not with {@link Carrier.Outcome.NotThisWay}. */
        void over(Way way, Carrier.Outcome outcome);
    }

    /**
     * Tries once by each way, until one has an answer.
     *
     * @return stops it
     */
    Runnable carry(Push push, Listener listener) {
        Attempt attempt = new Attempt(push, listener);
        if (push.content().file().isPresent()) {
            preparing.execute(() -> attempt.begin(push.content().file().get()));
        } else {
            attempt.next(0, "");
        }
        return attempt::stop;
    }

    /** One attempt. */
    private final class Attempt {
        private final Push push;
        private final Listener listener;
        private volatile Runnable stop = () -> {};
        private volatile boolean stopped;

        Attempt(Push push, Listener listener) {
            this.push = push;
            this.listener = listener;
        }

        /** Whoever owns a file may have deleted it meanwhile. */
        void begin(StoredFile file) {
            try {
                if (store.find(file.id()).isPresent()) {
                    next(0, "");
                } else {
                    listener.over(last(), new Carrier.Outcome.Refused("fileGone"));
                }
            } catch (IOException e) {
                LOG.warn("the file of {} cannot be read: {}", push.id(), e.toString());
                listener.over(last(), new Carrier.Outcome.Later("fileNotReadable"));
            }
        }

        private Way last() {
            return carriers.get(carriers.size() - 1).way();
        }

        void next(int from, String why) {
            int index = from;
            while (index < carriers.size() && !carriers.get(index).takes(push)) {
                index++;
            }
            if (index == carriers.size()) {
                listener.over(last(), new Carrier.Outcome.Refused(why));
            } else if (!stopped) {
                Carrier carrier = carriers.get(index);
                stop = carrier.carry(push, new Told(carrier.way(), index));
                if (stopped) {
                    stop.run();
                }
            }
        }

        void stop() {
            stopped = true;
            stop.run();
        }

        /** What one way says. */
        private final class Told implements Carrier.Listener {
            private final Way way;
            private final int index;

            Told(Way way, int index) {
                this.way = way;
                this.index = index;
            }

            @Override
            public void begun() {
                listener.begun(way);
            }

            @Override
            public void progress(Progress progress) {
                listener.progress(progress);
            }

            @Override
            public void over(Carrier.Outcome outcome) {
                if (outcome instanceof Carrier.Outcome.NotThisWay) {
                    next(index + 1, outcome.detail());
                } else {
                    listener.over(way, outcome);
                }
            }
        }
    }
}
