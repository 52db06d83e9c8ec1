package org.tombolo.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.H263Track;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.transcode.OnDemand.Answer;
import org.tombolo.media.transcode.wire.Codec;

/** When a source is transcoded. */
class OnDemandTest implements Transcoder, MediaSink, OnDemand.Demand {
    /** A sequence and a picture parameter set and a slice, as an encoder writes them: QCIF, baseline. */
    private static final byte[] PICTURE = {
        0,
        0,
        0,
        1,
        0x67,
        0x42,
        (byte) 0xC0,
        0x0B,
        (byte) 0xDA,
        0x0B,
        0x13,
        (byte) 0x90,
        0,
        0,
        0,
        1,
        0x68,
        (byte) 0xCE,
        0x38,
        (byte) 0x80,
        0,
        0,
        1,
        0x65,
        1,
        2,
        3
    };

    private final List<Output> outputs = new ArrayList<>();
    private final List<Transcoding> left = new ArrayList<>();
    private final List<Recipe> recipes = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private boolean full;
    private boolean somebody;
    private long now;

    private final OnDemand demand = new OnDemand(this, Codec.H264, this, this, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
        demand.frame(new Frame(now / 11_111, false, ByteBuffer.allocate(5)));
    }

    @Test
    void nobodyIsTranscodedForNobody() {
        demand.track(new H263Track(176, 144));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(recipes).isEmpty();
    }

    @Test
    void whoWantsItGetsItOnceForAllAndForAWhile() {
        demand.track(new H263Track(176, 144));
        assertThat(demand.want()).isEqualTo(Answer.SOON);
        assertThat(demand.want()).isEqualTo(Answer.SOON);
        outputs.get(0).frame(3600, true, PICTURE);
        assertThat(demand.want()).isEqualTo(Answer.NOW);
        assertThat(recipes).containsExactly(Recipe.of(Codec.H263, Codec.H264));
        assertThat(tracks)
                .singleElement()
                .isInstanceOfSatisfying(
                        H264Track.class, track -> assertThat(track.width()).isEqualTo(176));
        assertThat(frames)
                .singleElement()
                .satisfies(frame ->
                        assertThat(frame.data()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 4, 0x65, 1, 2, 3})));

        pass(Duration.ofSeconds(14));
        assertThat(left).isEmpty();
        somebody = true;
        pass(Duration.ofSeconds(20));
        assertThat(left).isEmpty();
        somebody = false;
        pass(Duration.ofSeconds(16));
        assertThat(left).hasSize(1);
        assertThat(demand.want()).isEqualTo(Answer.SOON);
        assertThat(recipes).hasSize(2);
    }

    @Test
    void itIsTriedAgainWhileSomebodyIsThere() {
        demand.track(new H263Track(176, 144));
        full = true;
        somebody = true;
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(demand.want()).isEqualTo(Answer.BUSY);
        assertThat(troubles).containsExactly("full");
        full = false;
        pass(Duration.ofSeconds(1));
        assertThat(demand.want()).isEqualTo(Answer.SOON);
        outputs.get(0).failed("crashed");
        pass(Duration.ofSeconds(1));
        assertThat(recipes).hasSize(4 + 1);
        assertThat(troubles).containsExactly("full", "crashed");
    }

    @Test
    void timesOfTheSenderAreToldByTheOtherClock() {
        OnDemand sound = new OnDemand(this, Codec.AAC, this, this, () -> now);
        sound.track(new AmrTrack(false));
        sound.frame(new Frame((1L << 32) + 8000, true, ByteBuffer.allocate(1)));

        long time = ((1L << 32) + 7840) * 6;
        assertThat(sound.timestamp(7840)).isEqualTo((int) time);
    }

    @Override
    public TranscoderStatus status() {
        return new TranscoderStatus(TranscoderStatus.State.READY, "");
    }

    @Override
    public boolean hasPlace(Codec to) {
        return !full;
    }

    @Override
    public Opening open(Recipe recipe, Group group, Output output) {
        recipes.add(recipe);
        if (full) {
            return new Refused("full", true);
        }
        outputs.add(output);
        return new Opened(new Transcoding(recipes.size(), recipe, group, output, () -> now, left::add));
    }

    @Override
    public void track(Track track) {
        tracks.add(track);
    }

    @Override
    public void frame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public boolean isThere() {
        return somebody;
    }

    @Override
    public void keyframeWanted() {
        throw new AssertionError("nobody asked");
    }

    @Override
    public void failed(String why) {
        troubles.add(why);
    }
}
