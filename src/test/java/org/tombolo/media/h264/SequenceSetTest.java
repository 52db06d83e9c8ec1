package org.tombolo.media.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ITU-T H.264 7.3.2.1.1, on sets that x264 wrote. */
class SequenceSetTest {

    @ParameterizedTest
    @CsvSource({
        "6742c00ad902c4ec044000000300400000030283c48992, 66, 10, 176, 144",
        "674d400ceca0b04b6022000003000200000300141e28532c, 77, 12, 352, 288",
        "6764001facd9405005bb0110000003001000000300a0f1831960, 100, 31, 1280, 720",
        "67640028acd940780227e5c044000003000400000300283c60c658, 100, 40, 1920, 1080",
        "67640028acd94078044fde022000000300200000030143e2c5b2c0, 100, 40, 1920, 1080",
        "6764000cacd94150878888c044000003000400000300283c50a658, 100, 12, 322, 242",
    })
    void sizeAfterCroppingIsRead(String hex, int profile, int level, int width, int height) {
        assertThat(SequenceSet.parse(HexFormat.of().parseHex(hex)))
                .contains(new SequenceSet(0, profile, level, width, height));
    }

    @ParameterizedTest
    @CsvSource({
        "67",
        "6742c00a",
        "6742c00a0000000000",
        "6842c00ad902c4ec044000000300400000030283c48992",
        "6742c00a0000ffff"
    })
    void whatCannotBeASetIsNone(String hex) {
        assertThat(SequenceSet.parse(HexFormat.of().parseHex(hex))).isEmpty();
    }

    /** H.264 7.3.2.1.1: well-formed, but of no size that a picture has. */
    @ParameterizedTest
    @CsvSource({
        "1000000, 9, 0, 0",
        "10, 1000000, 0, 0",
        "10, 8, 88, 0",
        "10, 8, 0, 2000000000",
        "2147483646, 2147483646, 0, 0"
    })
    void whatLiesAboutItsSizeIsNone(long columns, long rows, long cropRight, long cropBottom) {
        // id, frame numbers, order 0 and its bits, references
        String bits = number(0) + number(0) + number(0) + number(0) + number(1) + "0" + number(columns) + number(rows)
                + "111" + number(0) + number(cropRight) + number(0) + number(cropBottom) + "01";
        assertThat(SequenceSet.parse(octets(bits))).isEmpty();
    }

    @Test
    void whatIsWrittenSoIsRead() {
        String bits = number(0) + number(0) + number(0) + number(0) + number(1) + "0" + number(10) + number(8) + "111"
                + number(0) + number(0) + number(0) + number(0) + "01";
        assertThat(SequenceSet.parse(octets(bits))).contains(new SequenceSet(0, 66, 10, 176, 144));
    }

    /** ue(v), H.264 9.1. */
    private static String number(long value) {
        String bits = Long.toBinaryString(value + 1);
        return "0".repeat(bits.length() - 1) + bits;
    }

    /** Behind the head of a baseline set of level 1; with the octets that H.264 7.4.1 puts between zeros. */
    private static byte[] octets(String bits) {
        StringBuilder hex = new StringBuilder("6742000a");
        int zeros = 0;
        String whole = bits + "0".repeat((8 - bits.length() % 8) % 8);
        for (int at = 0; at < whole.length(); at += 8) {
            int octet = Integer.parseInt(whole.substring(at, at + 8), 2);
            hex.append(zeros >= 2 && octet <= 3 ? "03" : "").append("%02x".formatted(octet));
            zeros = octet == 0 ? (zeros >= 2 ? 1 : zeros + 1) : 0;
        }
        return HexFormat.of().parseHex(hex);
    }

    @Property
    void anyOctetsAreReadWithoutAFault(@ForAll @Size(max = 80) byte[] octets) {
        if (octets.length > 0) {
            octets[0] = 0x67;
        }
        SequenceSet.parse(octets);
        new ParameterSets().add(octets);
    }
}
