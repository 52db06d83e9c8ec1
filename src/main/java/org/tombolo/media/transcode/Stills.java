package org.tombolo.media.transcode;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.transcode.wire.Codec;

/** A source's newest key frame as a JPEG, made when somebody asks and at most every few seconds. For all threads. */
public final class Stills implements MediaSink {
    /** Width in pixels of what is made of a larger picture. */
    private static final int WIDTH = 640;

    private static final int MOST_OCTETS = 1 << 20;
    private static final long FRESH = Duration.ofSeconds(5).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Transcoder transcoder;
    private final LongSupplier nanos;
    private @Nullable Track track;
    private @Nullable Key key;
    private @Nullable Still still;

    private record Key(Codec codec, byte[] data) {}

    private record Still(Key of, long made, CompletableFuture<byte[]> jpeg) {
        /** One that failed is tried again as seldom: whoever asks does not make it work. */
        boolean isGood(Key newest, long now) {
            return now - made < FRESH || (of == newest && !jpeg.isCompletedExceptionally());
        }
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    public Stills(Transcoder transcoder, LongSupplier nanos) {
        this.transcoder = transcoder;
        this.nanos = nanos;
    }

    @Override
    public synchronized void track(Track newTrack) {
        track = newTrack;
    }

    @Override
    public synchronized void frame(Frame frame) {
        Track of = track;
        if (of != null && frame.key() && frame.data().remaining() <= MOST_OCTETS) {
            Form.codec(of).ifPresent(codec -> key = new Key(codec, Form.octets(of, frame)));
        }
    }

    /** The picture; empty before the first key frame. It fails when it cannot be made. */
    public synchronized Optional<CompletableFuture<byte[]>> jpeg() {
        Key newest = key;
        if (newest == null) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        Still last = still;
        if (last != null && last.isGood(newest, now)) {
            return Optional.of(last.jpeg());
        }
        CompletableFuture<byte[]> jpeg = make(newest);
        still = new Still(newest, now, jpeg);
        return Optional.of(jpeg);
    }

    private CompletableFuture<byte[]> make(Key of) {
        CompletableFuture<byte[]> jpeg = new CompletableFuture<>();
        Group group = Group.ofPictures();
        group.frame(0, true, of.data());
        Recipe recipe = Recipe.of(of.codec(), Codec.JPEG).scaled(WIDTH, 0);
        Transcoder.Opening opening = transcoder.open(recipe, group, new Waiting(jpeg));
        if (opening instanceof Transcoder.Opened opened) {
            jpeg.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return jpeg.whenComplete((made, failure) -> opened.transcoding().close());
        }
        jpeg.completeExceptionally(new StillException(((Transcoder.Refused) opening).why()));
        return jpeg;
    }

    /** A picture cannot be made. */
    public static final class StillException extends Exception {
        private static final long serialVersionUID = 1L;

        StillException(String why) {
            super(why);
        }
    }

    private record Waiting(CompletableFuture<byte[]> jpeg) implements Transcoder.Output {
        @Override
        public void frame(long time, boolean isKey, byte[] data) {
            jpeg.complete(data);
        }

        @Override
        public void keyframeWanted() {
            jpeg.completeExceptionally(new StillException("the picture cannot be decoded"));
        }

        @Override
        public void failed(String why) {
            jpeg.completeExceptionally(new StillException(why));
        }
    }
}
