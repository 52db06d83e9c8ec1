package org.tombolo.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H.264 table A-1, by what phones write (RFC 6184 8.1). */
class H264LevelTest {
    private static RtpFormat h264(String parameters) {
        return new RtpFormat(96, "H264", 90_000, 1, parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "42900B, 99, 1485, 128", // level 1b, told by constraint_set3
        "42800B, 396, 3000, 192",
        "42E00C, 396, 6000, 384",
        "42800D, 396, 11880, 768",
        "42E01F, 3600, 108000, 14000",
        "4D401E, 1620, 40500, 10000"
    })
    void theMostThatADecoderTakes(String id, int macroblocks, int perSecond, int kilobits) {
        assertThat(h264("packetization-mode=1;profile-level-id=" + id).level())
                .contains(new H264Level(macroblocks, perSecond, kilobits));
    }

    @Test
    void whoSaysNothingTakesLevel1() {
        assertThat(h264("").level()).contains(new H264Level(99, 1485, 64));
    }

    @Test
    void otherCodecsHaveNone() {
        assertThat(new RtpFormat(34, "H263", 90_000, 1, "").level()).isEmpty();
    }
}
