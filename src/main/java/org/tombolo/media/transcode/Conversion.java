package org.tombolo.media.transcode;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;

/**
 * One source's frames in another codec for one who takes no other, from its opening until it is closed. It has its place in the
 * transcoder whether or not anything flows.
 */
public final class Conversion implements MediaSink, AutoCloseable {
    private final Recipe recipe;
    private final Group group;
    private volatile Optional<Transcoding> transcoding = Optional.empty();
    private volatile @Nullable Track track;
    private volatile long newest;

    /** Who makes the frames and hears how it goes; on threads of the media plane. */
    public interface Source {
        /** A key frame of it is needed. */
        void keyframeWanted();

        /** Nothing more will come of it, in words. */
        void failed(String why);
    }

    /** What became of the wish for one. */
    public sealed interface Opening {}

    /** It is there. */
    public record Opened(Conversion conversion) implements Opening {}

    /**
     * It cannot be.
     *
     * @param why in words for those who wanted it
     */
    public record Refused(String why) implements Opening {}

    private Conversion(Recipe recipe) {
        this.recipe = recipe;
        this.group = recipe.to().isPicture() ? Group.ofPictures() : Group.ofSound();
    }

    /**
     * Opens one.
     *
     * @param out gets what is made
     */
    public static Opening open(Transcoder transcoder, Recipe recipe, MediaSink out, Source source) {
        Conversion conversion = new Conversion(recipe);
        Transcoder.Output output = new Flow(new Made(recipe.to(), out), source::keyframeWanted, source::failed);
        Transcoder.Opening opening = transcoder.open(recipe, conversion.group, output);
        if (opening instanceof Transcoder.Opened opened) {
            conversion.transcoding = Optional.of(opened.transcoding());
            return new Opened(conversion);
        }
        return new Refused(((Transcoder.Refused) opening).why());
    }

    private record Flow(Made made, Runnable keyframe, Consumer<String> failure) implements Transcoder.Output {
        @Override
        public void frame(long time, boolean key, byte[] data) {
            made.frame(time, key, data);
        }

        @Override
        public void keyframeWanted() {
            keyframe.run();
        }

        @Override
        public void failed(String why) {
            failure.accept(why);
        }
    }

    @Override
    public void track(Track newTrack) {
        track = newTrack;
    }

    @Override
    public void frame(Frame frame) {
        Track now = track;
        if (now != null) {
            newest = frame.time();
            group.frame(frame.time(), frame.key(), Form.octets(now, frame));
        }
    }

    /** The next picture that is made is to be a key frame; from any thread. */
    public void requestKeyframe() {
        transcoding.ifPresent(Transcoding::requestKeyframe);
    }

    /** Sound that is made from now on has another rate, in bits a second; from any thread. */
    public void rate(int bitsASecond) {
        transcoding.ifPresent(t -> t.rate(bitsASecond));
    }

    /**
     * A time that the source's sender tells, by the clock of what is made; its frames have the same.
     *
     * @param timestamp the lower half of the source's times
     */
    public int timestamp(int timestamp) {
        long time = newest + (timestamp - (int) newest);
        return (int) (time * recipe.to().clockRate() / recipe.from().clockRate());
    }

    @Override
    public void close() {
        transcoding.ifPresent(Transcoding::close);
    }
}
