package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;

class RtcpFeedbackTest {
    private static List<String> read(String hex) {
        return read(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static List<String> read(byte[] packet) {
        List<String> told = new ArrayList<>();
        RtcpFeedback.read(ByteBuffer.wrap(packet), new RtcpFeedback() {
            @Override
            public void missing(int ssrc, int sequence) {
                told.add("missing " + sequence + " of " + ssrc);
            }

            @Override
            public void keyframeWanted(int ssrc) {
                told.add("key frame of " + ssrc);
            }

            @Override
            public void received(ReceptionReport report) {
                told.add(report.toString());
            }

            @Override
            public void left() {
                told.add("left");
            }
        });
        return told;
    }

    /** RFC 4585 6.2.1: a packet, and a bit for each of the 16 after it, over the roll-over too. */
    @Test
    void readsWhatIsMissing() {
        assertThat(read("81CD0003 00000001 00000009 FFFE8005"))
                .containsExactly("missing 65534 of 9", "missing 65535 of 9", "missing 1 of 9", "missing 14 of 9");
    }

    /** RFC 4585 6.3.1 and RFC 5104 4.3.1, where the source stands in the entry. */
    @Test
    void readsKeyFrameRequests() {
        assertThat(read("81CE0002 00000001 00000009")).containsExactly("key frame of 9");
        assertThat(read("84CE0004 00000001 00000000 00000008 05000000")).containsExactly("key frame of 8");
    }

    /** RFC 3550 6.4.2, in a compound packet with BYE. */
    @Test
    void readsReports() {
        assertThat(read("81C90007 00000001 00000009 40FFFFFE 00010203 0000000A 12345678 00010000 81CB0001 00000001"))
                .containsExactly(new ReceptionReport(9, 64, -2, 0x00010203, 10, 0x12345678, 65536).toString(), "left");
    }

    @Test
    void readsWhatWeTellOfASource() {
        ReceptionReport block = new ReceptionReport(9, 64, -2, 0x00010203, 10, 0, 0);
        String packet = HexFormat.of().formatHex(new SenderReports(1, "cname").reception(block));
        assertThat(read(packet)).containsExactly(block.toString());
    }

    @Property
    void neverFailsOnRubbish(@ForAll @Size(max = 120) byte[] rubbish) {
        read(rubbish);
    }

    /** RFC 3550 4: seconds since 1900; 6.4.1: what is left of the time since our report is the round trip. */
    @Test
    void measuresTheRoundTrip() {
        Instant sent = Instant.parse("2026-01-01T00:00:00Z");
        ByteBuffer report = ByteBuffer.wrap(new SenderReports(9, "us").report(sent, 1234, 10, 2000));
        assertThat(report.getInt(8) & 0xFFFFFFFFL).isEqualTo(sent.getEpochSecond() + 2_208_988_800L);
        assertThat(report.getInt(16)).isEqualTo(1234);
        int middle = report.getInt(8) << 16 | report.getInt(12) >>> 16;
        ReceptionReport back = new ReceptionReport(9, 0, 0, 0, 0, middle, 65536 / 2);
        assertThat(SenderReports.roundTrip(back, sent.plusMillis(750))).isBetween(0.249, 0.251);
        assertThat(SenderReports.roundTrip(new ReceptionReport(9, 0, 0, 0, 0, 0, 0), sent))
                .isNegative();
        assertThat(read(report.array())).isEmpty();
        assertThat(read(new SenderReports(9, "us").bye())).containsExactly("left");
    }
}
