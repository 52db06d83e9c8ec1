package org.tombolo.msrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4975 7.1: the end-line must not be in the body. */
class EndLineGuardTest {
    @ParameterizedTest
    @CsvSource({
        "-------abcd, 10",
        "xx-------abcd, 12",
        "---------abcd, 12",
        "-------abc, 10",
        "------abcd, 10",
        "-------ab-------abcd, 19"
    })
    void clause7_1_theLastOctetOfAnEndLineIsHeldBack(String body, int writable) {
        assertThat(pieces(body, body.length())).isEqualTo(writable);
        assertThat(pieces(body, 1)).isEqualTo(writable);
    }

    @Property(tries = 500)
    void itFindsWhatASearchFinds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int piece) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append(
                    random.nextInt(3) > 0
                            ? "-"
                            : "ab".substring(random.nextInt(2)).substring(0, 1));
        }
        int found = text.indexOf("-------ab");
        assertThat(pieces(text.toString(), piece, "ab")).isEqualTo(found < 0 ? 300 : found + 8);
    }

    private static int pieces(String body, int piece) {
        return pieces(body, piece, "abcd");
    }

    private static int pieces(String body, int piece, String transaction) {
        EndLineGuard guard = new EndLineGuard(transaction);
        byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < octets.length; i += piece) {
            int most = Math.min(piece, octets.length - i);
            int writable = guard.writable(ByteBuffer.wrap(octets, i, most), most);
            if (writable < most) {
                return i + writable;
            }
        }
        return octets.length;
    }
}
