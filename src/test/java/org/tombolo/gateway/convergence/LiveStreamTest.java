package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.mp4.Muxer;

class LiveStreamTest {
    private int lives;
    private int requests;
    private long time;
    private final LiveStream stream = new LiveStream(() -> lives++, () -> requests++);
    private final Muxer muxer = new Muxer(System::nanoTime, stream);

    @BeforeEach
    void track() {
        assertThat(stream.join()).isEmpty();
        newTrack();
    }

    private void newTrack() {
        byte[] sps = {0x67, 0x42, 0, 10, 1};
        muxer.track(new H264Track(List.of(sps), List.of(new byte[] {0x68, 1}), 16, 16));
    }

    private void frame(boolean key, int size) {
        muxer.frame(new Frame(time += 3000, key, ByteBuffer.allocate(size)));
    }

    /** The length of the next fragment's picture; 0 for an init segment, -1 when nothing waits. */
    private static int next(Viewer viewer) throws InterruptedException {
        return viewer.next(Duration.ZERO)
                .map(chunk -> chunk[4] == 'f' ? 0 : chunk.length - 112)
                .orElse(-1);
    }

    @Test
    void aLateViewerStartsWithTheLastKeyFrame() throws Exception {
        frame(true, 1);
        frame(false, 2);
        frame(true, 3);
        frame(false, 4);
        Viewer viewer = stream.join().orElseThrow();
        frame(false, 5);
        assertThat(List.of(next(viewer), next(viewer), next(viewer), next(viewer), next(viewer)))
                .containsExactly(0, 3, 4, 5, -1);
        assertThat(requests).isZero();
        assertThat(lives).isEqualTo(1);
    }

    @Test
    void whoIsExpectedToMakePicturesComeJoinsBeforeTheFirst() throws Exception {
        assertThat(stream.join()).isEmpty();
        stream.expect();
        Viewer viewer = stream.join().orElseThrow();
        assertThat(stream.viewers()).isEqualTo(1);
        assertThat(next(viewer)).isEqualTo(-1);
        frame(true, 1);
        assertThat(List.of(next(viewer), next(viewer), next(viewer))).containsExactly(0, 1, -1);
    }

    @Test
    void whenTheGroupIsTooLargeAKeyFrameIsAskedForAndWaitedFor() throws Exception {
        frame(true, 1);
        for (int i = 0; i < LiveStream.MOST_GROUP_FRAMES; i++) {
            frame(false, 2);
        }
        Viewer viewer = stream.join().orElseThrow();
        assertThat(requests).isEqualTo(1);
        frame(false, 2);
        frame(true, 3);
        assertThat(List.of(next(viewer), next(viewer), next(viewer))).containsExactly(0, 3, -1);
    }

    @Test
    void oneWhoIsTooSlowSkipsToAKeyFrameAndOthersDoNotNotice() throws Exception {
        frame(true, 1);
        Viewer slow = stream.join().orElseThrow();
        Viewer fast = stream.join().orElseThrow();
        int seen = 0;
        for (int i = 0; i < Viewer.MOST_CHUNKS + 50; i++) {
            frame(false, 10);
            seen += drained(fast);
        }
        assertThat(seen).isEqualTo(Viewer.MOST_CHUNKS + 52);
        assertThat(next(slow)).isEqualTo(-1);
        newTrack();
        frame(true, 7);
        frame(false, 8);
        assertThat(List.of(next(slow), next(slow), next(slow), next(slow))).containsExactly(0, 7, 8, -1);
        assertThat(slow.skips()).isEqualTo(1);
        assertThat(fast.skips()).isZero();
    }

    private static int drained(Viewer viewer) throws InterruptedException {
        int count = 0;
        while (next(viewer) >= 0) {
            count++;
        }
        return count;
    }

    @Test
    void memoryForASlowViewerIsBounded() throws Exception {
        frame(true, 1);
        Viewer slow = stream.join().orElseThrow();
        for (int i = 0; i < 30; i++) {
            frame(i % 10 == 0, 1 << 20);
        }
        long bytes = 0;
        for (int size = next(slow); size >= 0; size = next(slow)) {
            bytes += size;
        }
        assertThat(bytes).isLessThanOrEqualTo(Viewer.MOST_BYTES);
    }

    @Test
    void theEndIsToldAfterWhatWaits() throws Exception {
        frame(true, 1);
        Viewer viewer = stream.join().orElseThrow();
        stream.end();
        assertThat(viewer.over()).isFalse();
        assertThat(List.of(next(viewer), next(viewer), next(viewer))).containsExactly(0, 1, -1);
        assertThat(viewer.over()).isTrue();
        assertThat(stream.join()).isEmpty();
        assertThat(stream.viewers()).isZero();
    }

    @Test
    void aNewTrackIsTellingViewersBeforeItsKeyFrame() throws Exception {
        frame(true, 1);
        Viewer viewer = stream.join().orElseThrow();
        newTrack();
        frame(true, 2);
        assertThat(List.of(next(viewer), next(viewer), next(viewer), next(viewer)))
                .containsExactly(0, 1, 0, 2);
    }
}
