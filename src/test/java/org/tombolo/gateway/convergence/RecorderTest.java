package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gallery.FakeGallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.mp4.Muxer;

/** What is recorded, and how much of it; that it can be played is in {@code RecordingIT}. */
class RecorderTest {
    private static final int FRAME = 1000;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final LiveStream stream = new LiveStream(() -> {}, () -> {});
    private final Muxer muxer = new Muxer(System::nanoTime, stream);
    private final Fakes.Counters counters = new Fakes.Counters();
    private Recordings recordings;
    private long time;

    @TempDir
    Path folder;

    private void open(long quota, Duration longest) throws IOException {
        recordings = new Recordings(folder, new FakeGallery(), quota, longest, counters);
        recordings.gallery.keepShares(Recordings.ALICE, true);
        track(16);
        frame(true);
        recordings.recorder.record(Recordings.share(), Optional.empty(), stream, told::add);
    }

    @AfterEach
    void close() {
        stream.end();
        recordings.recorder.close();
    }

    private void track(int width) {
        byte[] sps = {0x67, 0x42, 0, 10, (byte) width};
        muxer.track(new H264Track(List.of(sps), List.of(new byte[] {0x68, 1}), width, 16));
    }

    private void frame(boolean key) {
        muxer.frame(new Frame(time += 3000, key, ByteBuffer.allocate(FRAME)));
    }

    private List<GalleryItem> kept() {
        return recordings.gallery.list(Recordings.ALICE, "", 10);
    }

    @Test
    void aShareIsKeptAsLongAsItWas() throws IOException {
        open(Recordings.MOST, Duration.ofHours(1));
        for (int i = 1; i < 60; i++) {
            frame(i % 30 == 0);
        }
        stream.end();
        recordings.recorder.close();
        assertThat(kept()).hasSize(1);
        assertThat(kept().get(0).length()).contains(Duration.ofSeconds(2));
        assertThat(kept().get(0).from()).isEqualTo("sip:demo@ims.localhost");
        assertThat(told).containsExactly("recorded for alice", "recording ends");
        assertThat(counters.count("tombolo_recordings_total[result, kept]")).isEqualTo(1);
    }

    @Test
    void aPictureOfAnotherSizeIsAnotherFile() throws IOException {
        open(Recordings.MOST, Duration.ofHours(1));
        frame(false);
        track(32);
        frame(true);
        stream.end();
        recordings.recorder.close();
        assertThat(kept()).hasSize(2);
    }

    @Test
    void whoHasNoPlaceLeftKeepsWhatHasOne() throws IOException {
        open(40_000, Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            frame(false);
        }
        await().until(() -> told.size() == 2);
        assertThat(told).last().asString().contains("the gallery is full");
        await().until(() -> kept().size() == 1);
        assertThat(kept().get(0).size()).isBetween(30_000L, 40_000L + 2 * FRAME);
    }

    @Test
    void nobodyRecordsForEver() throws IOException {
        open(Recordings.MOST, Duration.ZERO);
        await().until(() -> told.size() == 2);
        assertThat(told).last().asString().contains("too long");
    }

    @Test
    void whoDoesNotWantItKeepsNothing() throws IOException {
        recordings = new Recordings(folder, new FakeGallery(), Recordings.MOST, Duration.ofHours(1), counters);
        recordings.gallery.keepShares(Recordings.ALICE, false);
        track(16);
        frame(true);
        recordings.recorder.record(Recordings.share(), Optional.empty(), stream, told::add);
        await().until(() -> stream.viewers() == 0);
        stream.end();
        recordings.recorder.close();
        assertThat(told).isEmpty();
        assertThat(kept()).isEmpty();
    }

    /** Of alice's shares, who has not said, only the service that the rule names is kept. */
    @Test
    void aShareOfAnotherServiceIsNotKept() throws IOException {
        KeepRule rule = new KeepRule(List.of("*"), List.of("gsma-vs"));
        recordings = new Recordings(folder, new FakeGallery(), Recordings.MOST, Duration.ofHours(1), rule, counters);
        track(16);
        frame(true);
        recordings.recorder.record(Recordings.share(), Optional.of(VideoShare.BESIDE_A_CALL), stream, told::add);
        await().until(() -> stream.viewers() == 0);
        assertThat(told).isEmpty();
        recordings.recorder.record(Recordings.share(), Optional.of(VideoShare.OUTSIDE_A_CALL), stream, told::add);
        frame(false);
        stream.end();
        recordings.recorder.close();
        assertThat(told).containsExactly("recorded for alice", "recording ends");
        assertThat(kept()).hasSize(1);
    }
}
