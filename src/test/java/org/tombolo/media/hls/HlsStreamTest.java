package org.tombolo.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.media.hls.HlsStream.Availability;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Init;

/** RFC 8216 and draft-pantos-hls-rfc8216bis ("bis"); what players make of it is in {@code OutputsIT}. */
class HlsStreamTest {
    private static final int RATE = 90_000;
    private static final int FRAME = RATE / 20;

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    private RewindMemory memory = new RewindMemory(new RewindMemory.Limits(Duration.ofSeconds(60), 1 << 20, 2 << 20));
    private final AtomicInteger requests = new AtomicInteger();
    private long time;

    private HlsStream stream() {
        HlsStream stream = new HlsStream(memory, RATE, clock, requests::incrementAndGet);
        stream.init(new Init(new byte[] {1}, "avc1.42E01E", 176, 144));
        return stream;
    }

    /** Frames of ten octets at 20 a second, a key frame each so many seconds; 0 for the first alone. */
    private void play(HlsStream stream, double seconds, int keyEvery) {
        play(stream, seconds, keyEvery, 10);
    }

    private void play(HlsStream stream, double seconds, int keyEvery, int size) {
        long end = time + Math.round(seconds * RATE);
        for (; time < end; time += FRAME) {
            boolean key = keyEvery == 0 ? time == 0 : time % ((long) keyEvery * RATE) == 0;
            stream.fragment(new Fragment(new byte[size], Fragment.PICTURE, key, time, FRAME));
            clock.move(Duration.ofMillis(50));
        }
    }

    private static List<String> found(HlsStream stream, String pattern) {
        return found(stream.media(false, "").orElse(""), pattern);
    }

    private static List<String> found(String playlist, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(playlist)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static int octets(List<byte[]> pieces) {
        return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    @Test
    void segmentsBeginAtKeyFrames() {
        HlsStream stream = stream();
        play(stream, 6.05, 1);
        assertThat(found(stream, "^#EXTINF:.*"))
                .containsExactly("#EXTINF:0.50000,", "#EXTINF:2.50000,", "#EXTINF:2.00000,");
        assertThat(found(stream, "^seg.*")).containsExactly("seg0.m4s", "seg1.m4s", "seg2.m4s");
        assertThat(octets(stream.segment(1).orElseThrow())).isEqualTo(500);
        assertThat(stream.segment(3)).isEmpty();
    }

    /** Players that know no parts have a picture after half a second. */
    @Test
    void theFirstSegmentIsAPart() {
        HlsStream stream = stream();
        play(stream, 0.5, 0);
        assertThat(stream.playlist(0, -1)).isEqualTo(Availability.SOON);
        play(stream, 0.05, 0);
        assertThat(stream.playlist(0, -1)).isEqualTo(Availability.NOW);
        assertThat(found(stream, "^(#EXTINF|seg).*")).containsExactly("#EXTINF:0.50000,", "seg0.m4s");
        assertThat(requests).as("it has a key frame").hasValue(0);
    }

    /** A phone that sends a key frame at the start alone: who comes later waits for the next one, not for the one after four seconds. */
    @Test
    void whoComesWhenNobodyWasThereGetsAKeyFrameAtOnce() {
        HlsStream stream = stream();
        play(stream, 9, 0);
        stream.media(false, "");
        stream.media(false, "");
        assertThat(requests).hasValue(1);
        stream.fragment(new Fragment(new byte[10], Fragment.PICTURE, true, time, FRAME));
        assertThat(found(stream, "^#EXTINF:.*"))
                .containsExactly("#EXTINF:0.50000,", "#EXTINF:4.00000,", "#EXTINF:4.00000,", "#EXTINF:0.50000,");
    }

    @Test
    void aPhoneWithoutKeyFramesIsCutBeforeTheTargetDuration() {
        HlsStream stream = stream();
        play(stream, 9, 0);
        assertThat(found(stream, "^#EXTINF:.*"))
                .containsExactly("#EXTINF:0.50000,", "#EXTINF:4.00000,", "#EXTINF:4.00000,");
        assertThat(found(stream, "^#EXT-X-TARGETDURATION.*")).containsExactly("#EXT-X-TARGETDURATION:4");
        assertThat(found(stream, "INDEPENDENT=YES")).hasSize(1);
    }

    @Test
    void itIsAskedForAKeyFrameOnceASegmentWhileSomebodyWatches() {
        HlsStream stream = stream();
        play(stream, 3, 0);
        assertThat(requests).hasValue(0);
        stream.media(false, "");
        play(stream, 4, 0);
        assertThat(requests).hasValue(2);
    }

    @Test
    void partsAreOfTheirTargetAndMakeUpTheirSegment() {
        HlsStream stream = stream();
        play(stream, 5.3, 1);
        assertThat(found(stream, "^#EXT-X-PART:.*"))
                .hasSize(1 + 5 + 4)
                .startsWith(
                        "#EXT-X-PART:DURATION=0.50000,URI=\"part0.0.m4s\",INDEPENDENT=YES",
                        "#EXT-X-PART:DURATION=0.50000,URI=\"part1.0.m4s\"")
                .endsWith("#EXT-X-PART:DURATION=0.50000,URI=\"part2.3.m4s\"");
        assertThat(found(stream, "^#EXT-X-PRELOAD-HINT:.*"))
                .containsExactly("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"part3.0.m4s\"");
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            parts.addAll(stream.part(1, i).orElseThrow());
        }
        assertThat(parts).isEqualTo(stream.segment(1).orElseThrow());
        assertThat(stream.part(1, 5)).isEmpty();
    }

    @Test
    void partsFarFromTheEndAreNotListed() {
        HlsStream stream = stream();
        play(stream, 40, 1);
        assertThat(found(stream, "^#EXT-X-PART:.*").size()).isBetween(20, 30);
    }

    @Test
    void aBlockedRequestIsToldOnceItsPartIsThere() {
        HlsStream stream = stream();
        play(stream, 2.3, 1);
        List<String> told = new ArrayList<>();
        assertThat(stream.playlist(0, -1)).isEqualTo(Availability.NOW);
        assertThat(stream.playlist(1, 3)).isEqualTo(Availability.SOON);
        assertThat(stream.playlist(2, -1)).isEqualTo(Availability.SOON);
        assertThat(stream.playlist(3, 0)).isEqualTo(Availability.TOO_FAR);
        stream.await(1, 3, () -> told.add("part"));
        stream.await(1, -1, () -> told.add("segment"));
        Runnable gone = () -> told.add("gone");
        stream.await(1, 3, gone);
        stream.cancel(gone);
        play(stream, 0.2, 1);
        assertThat(told).isEmpty();
        play(stream, 0.1, 1);
        assertThat(told).containsExactly("part");
        play(stream, 2, 1);
        assertThat(told).containsExactly("part", "segment");
    }

    @Test
    void soManyMayWaitAndNoMore() {
        HlsStream stream = stream();
        for (int i = 0; i < HlsStream.MOST_WAITING; i++) {
            assertThat(stream.await(0, 0, () -> {})).isTrue();
        }
        assertThat(stream.await(0, 0, () -> {})).isFalse();
    }

    @Test
    void theEndIsToldToThoseWhoWaitAndTheShareCanBeWatchedAgain() {
        HlsStream stream = stream();
        play(stream, 2.5, 1);
        List<String> told = new ArrayList<>();
        stream.await(1, -1, () -> told.add("over"));
        stream.end();
        assertThat(told).containsExactly("over");
        assertThat(found(stream, "^#EXTINF:.*")).containsExactly("#EXTINF:0.50000,", "#EXTINF:2.00000,");
        assertThat(found(stream, "^#EXT-X-(ENDLIST|PART:|PRELOAD).*")).containsExactly("#EXT-X-ENDLIST");
        assertThat(stream.playlist(7, 0)).isEqualTo(Availability.NOW);
    }

    @Test
    void anotherInitSegmentIsADiscontinuity() {
        HlsStream stream = stream();
        play(stream, 3, 1);
        stream.init(new Init(new byte[] {2}, "avc1.64001F", 320, 240));
        play(stream, 2.05, 1);
        assertThat(found(stream, "^(#EXT-X-DISC|#EXT-X-MAP|seg|#EXTINF).*"))
                .containsExactly(
                        "#EXT-X-DISCONTINUITY-SEQUENCE:0",
                        "#EXT-X-MAP:URI=\"init0.mp4\"",
                        "#EXTINF:0.50000,",
                        "seg0.m4s",
                        "#EXTINF:2.50000,",
                        "seg1.m4s",
                        "#EXT-X-DISCONTINUITY",
                        "#EXT-X-MAP:URI=\"init1.mp4\"",
                        "#EXTINF:2.00000,",
                        "seg2.m4s");
        assertThat(stream.init(1).orElseThrow()).containsExactly(2);
        assertThat(stream.multivariant("?t=x").orElseThrow()).contains("avc1.64001F", "320x240", "live.m3u8?t=x");
    }

    @Test
    void aHoldIsADiscontinuityWithoutItsTime() {
        HlsStream stream = stream();
        play(stream, 2.5, 1);
        time += 7L * RATE;
        play(stream, 2.55, 1);
        assertThat(found(stream, "^(#EXT-X-DISCONTINUITY$|#EXTINF.*)"))
                .startsWith("#EXTINF:0.50000,", "#EXTINF:2.00000,", "#EXT-X-DISCONTINUITY");
    }

    @Test
    void whatIsOlderThanTheLimitIsForgotten() {
        HlsStream stream = stream();
        play(stream, 100, 1);
        assertThat(found(stream, "^#EXT-X-MEDIA-SEQUENCE.*")).containsExactly("#EXT-X-MEDIA-SEQUENCE:20");
        assertThat(found(stream, "^seg.*")).hasSize(30);
        assertThat(stream.segment(19)).isEmpty();
        assertThat(memory.octets()).isEqualTo(30 * 400);
    }

    @Test
    void discontinuitiesThatAreForgottenAreCounted() {
        HlsStream stream = stream();
        play(stream, 3, 1);
        stream.init(new Init(new byte[] {2}, "avc1.64001F", 320, 240));
        play(stream, 100, 1);
        assertThat(found(stream, "^#EXT-X-DISCONTINUITY.*")).containsExactly("#EXT-X-DISCONTINUITY-SEQUENCE:1");
        assertThat(stream.init(0)).isEmpty();
    }

    @Test
    void aDeltaUpdateSkipsWhatIsOld() {
        HlsStream stream = stream();
        play(stream, 60, 1);
        String delta = stream.media(true, "?t=y").orElseThrow();
        List<String> all = found(stream, "^seg.*");
        List<String> rest = found(delta, "^seg[^?]*");
        assertThat(found(delta, "^#EXT-X-SKIP.*"))
                .containsExactly("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + (all.size() - rest.size()));
        assertThat(rest)
                .isEqualTo(all.subList(all.size() - rest.size(), all.size()))
                .hasSize(12);
        assertThat(delta).doesNotContain("#EXT-X-MAP");
        assertThat(found(delta, "^(seg|.*URI=).*")).allMatch(line -> line.contains("?t=y"));
    }

    @Test
    void thereIsNothingToSkipInAShortPlaylist() {
        HlsStream stream = stream();
        play(stream, 10, 1);
        assertThat(stream.media(true, "")).isEqualTo(stream.media(false, ""));
    }

    @Test
    void aShareThatIsTooLargeIsKeptAsFarAsItMayBe() {
        HlsStream stream = stream();
        play(stream, 40, 1, 5000);
        assertThat(memory.octets()).isBetween(1L << 19, 1L << 20);
    }

    @Test
    void memoryOfAllIsBoundedAndSharesThatAreOverGoFirst() {
        memory = new RewindMemory(new RewindMemory.Limits(Duration.ofSeconds(60), 1 << 20, 1 << 20));
        List<HlsStream> streams = List.of(stream(), stream(), stream());
        for (HlsStream stream : streams.subList(0, 2)) {
            time = 0;
            play(stream, 20, 1, 1000);
            stream.end();
        }
        assertThat(memory.octets()).isEqualTo(800_000);
        time = 0;
        play(streams.get(2), 60, 1, 1000);
        assertThat(streams.get(0).media(false, "")).isEmpty();
        assertThat(streams.get(1).media(false, "")).isEmpty();
        assertThat(memory.octets()).isBetween(600_000L, 1L << 20);
        streams.get(2).forget();
        assertThat(memory.octets()).isZero();
    }

    @Test
    void aLiveShareKeepsWhatALivePlaylistNeedsWhenMemoryIsFull() {
        memory = new RewindMemory(new RewindMemory.Limits(Duration.ofSeconds(60), 1 << 20, 1));
        HlsStream stream = stream();
        play(stream, 60, 1);
        // RFC 8216 6.2.2: three target durations
        assertThat(found(stream, "^#EXTINF:.*")).hasSize(6);
    }

    @Test
    void aSegmentIsBoundedWhateverThePhoneSends() {
        HlsStream stream = stream();
        byte[] frame = new byte[1 << 20];
        for (int i = 0; i < 12; i++) {
            stream.fragment(new Fragment(frame, Fragment.PICTURE, i == 0, (long) i * FRAME, FRAME));
        }
        assertThat(stream.segment(1).map(HlsStreamTest::octets)).hasValue(4 << 20);
        assertThat(memory.octets()).isEqualTo(4 << 20);
    }
}
