package org.tombolo.gateway.interaction.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.FileOffer;
import org.tombolo.filetransfer.FileSender;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.RemoteFiles.Fetched;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.SessionId;

/** Sends files themselves, by MSRP in a session of their own (RFC 5547), also beside a call. */
final class FileCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(FileCarrier.class);
    private static final int BLOCK = 64 << 10;
    /** RFC 3261 21.6.2: the user does not want it, by whatever way. */
    private static final int DECLINE = 603;

    private final FileSender sender;
    private final Phones phones;
    private final ContentStore store;
    private final Previews previews;
    private final Executor preparing;
    private final String imsDomain;

    /**
     * @param preparing runs what waits for the store or takes the processor
     */
    FileCarrier(
            FileSender sender,
            Phones phones,
            ContentStore store,
            Previews previews,
            Executor preparing,
            String imsDomain) {
        this.sender = sender;
        this.phones = phones;
        this.store = store;
        this.previews = previews;
        this.preparing = preparing;
        this.imsDomain = imsDomain;
    }

    @Override
    public Way way() {
        return Way.MSRP;
    }

    @Override
    public boolean takes(Push push) {
        return push.content().file().isPresent() && phones.takeSessions(push.to());
    }

    @Override
    public Runnable carry(Push push, Listener listener) {
        Stop stop = new Stop();
        preparing.execute(() -> begin(push, push.content().file().orElseThrow(), listener, stop));
        return stop;
    }

    private void begin(Push push, StoredFile file, Listener listener, Stop stop) {
        try {
            FileOffer offer = new FileOffer(new Fetched(file, sha1(file)), preview(file));
            stop.of(sender.send(
                    PartyAddress.uri(push.from(), imsDomain), phones.uri(push.to()), offer, new Told(file, listener)));
        } catch (IOException e) {
            LOG.warn("the file of {} cannot be read: {}", push.id(), e.toString());
            listener.over(new Outcome.Later("fileNotReadable"));
        }
    }

    /** Stops what was begun, or is about to be. */
    private static final class Stop implements Runnable {
        private static final FileSender.Handle NOTHING = () -> {};
        private volatile FileSender.Handle sending = NOTHING;
        private volatile boolean wanted;

        void of(FileSender.Handle begun) {
            sending = begun;
            if (wanted) {
                begun.cancel();
            }
        }

        @Override
        public void run() {
            wanted = true;
            sending.cancel();
        }
    }

    private Optional<Previews.Preview> preview(StoredFile file) {
        try {
            return previews.of(file);
        } catch (IOException e) {
            LOG.debug("no small picture: {}", e.toString());
            return Optional.empty();
        }
    }

    /** RFC 5547 6: the hash that a file-selector has. */
    private byte[] sha1(StoredFile file) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (SeekableByteChannel in = store.open(file)) {
            while (in.read(block) >= 0) {
                digest.update(block.flip());
                block.clear();
            }
        }
        return digest.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** What the sender of the file says. */
    private record Told(StoredFile file, Listener listener) implements FileSender.Listener {
        @Override
        public void begun(SessionId session) {
            listener.begun();
        }

        @Override
        public void progress(long octets) {
            listener.progress(new Progress(octets, file.size()));
        }

        @Override
        public void over(SessionId session, FileSender.Outcome outcome) {
            listener.over(outcome(outcome));
        }

        /** Somebody who is not there may still get a message: that is tried, and says when it has to wait. */
        private static Outcome outcome(FileSender.Outcome outcome) {
            if (outcome instanceof FileSender.Outcome.Delivered) {
                return new Outcome.Delivered("reported");
            } else if (outcome instanceof FileSender.Outcome.Sent) {
                return new Outcome.Delivered("sent");
            } else if (outcome instanceof FileSender.Outcome.Broken) {
                return new Outcome.Later("connectionLost");
            } else if (outcome instanceof FileSender.Outcome.Refused refused) {
                String detail = "sip" + refused.status();
                return refused.status() == DECLINE ? new Outcome.Refused(detail) : new Outcome.NotThisWay(detail);
            }
            return new Outcome.NotThisWay("fileNotTaken");
        }
    }
}
