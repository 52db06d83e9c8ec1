package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 3550 6, RFC 4585 6.3.1, RFC 5104 4.3.1. */
class RtcpTest {
    private static final long SECOND = 1_000_000_000L;

    private final Reception source = new Reception(90_000);
    private final RtcpWriter writer = new RtcpWriter(0xAABBCCDD, "cname");

    @BeforeEach
    void packetsOneInFourMissing() {
        source.start(0x1234, 65530);
        for (int i = 0; i < 20; i++) {
            if (i % 4 != 3) {
                source.packet(Packets.view(Packets.of(65530 + i & 0xFFFF, i * 3000, true, (byte) 1)), i * SECOND / 30);
            }
        }
    }

    private static String hex(ByteBuffer packet) {
        byte[] octets = new byte[packet.remaining()];
        packet.get(octets);
        return HexFormat.of().formatHex(octets);
    }

    @Test
    void aReportTellsLossAndHighestNumber() {
        source.senderReport(new Reception.SenderClock(0x112233440000L, 0), 10 * SECOND);
        String report = hex(writer.report(source, 12 * SECOND));
        // 65530 + 18 wraps once: cycles 1, number 12; of 19 expected 15 came; 4 * 256 / 19 is 53, 0x35
        assertThat(report)
                .startsWith("81c90007aabbccdd0000123435000004" + "0001000c")
                .contains("11223344" + "00020000")
                .contains("81ca0003aabbccdd0105" + HexFormat.of().formatHex("cname".getBytes(StandardCharsets.UTF_8)));
        assertThat(report.length() % 8).isZero();
    }

    @Test
    void theFractionIsOfTheTimeSinceTheLastReport() {
        assertThat(source.fractionLost()).isEqualTo(53);
        assertThat(source.fractionLost()).isZero();
        assertThat(source.cumulativeLost()).isEqualTo(4);
    }

    @Test
    void evenPacketsHaveNoJitter() {
        assertThat(source.jitter()).isLessThanOrEqualTo(1);
    }

    @Test
    void requestsForAKeyFrame() {
        assertThat(hex(writer.pictureLoss(source, 0))).endsWith("81ce0002aabbccdd00001234");
        assertThat(hex(writer.fullIntra(source, 0))).endsWith("84ce0004aabbccdd000000000000123400000000");
        assertThat(hex(writer.fullIntra(source, 0))).endsWith("84ce0004aabbccdd000000000000123401000000");
        assertThat(hex(writer.bye(source, 0))).endsWith("81cb0001aabbccdd");
    }

    @Test
    void senderReportsAndByeAreRead() {
        String report = "80c80006 00001234 e1e2112233440000 00000000 00000000 00000000".replace(" ", "");
        assertThat(read(report)).isFalse();
        assertThat(source.lastSenderReport()).isEqualTo(0x11223344);
        assertThat(read(report + "81cb000100001234")).isTrue();
        assertThat(read("81cb000100009999")).as("somebody else's").isFalse();
    }

    private boolean read(String hex) {
        return RtcpReader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), source, SECOND);
    }

    @Property
    void anyOctetsAreReadWithoutAFault(@ForAll @Size(max = 100) byte[] octets) {
        Reception reception = new Reception(90_000);
        reception.start(0, 0);
        RtcpReader.read(ByteBuffer.wrap(octets), reception, 0);
        if (octets.length > 1) {
            octets[0] = (byte) 0x81;
            octets[1] = (byte) 200;
            RtcpReader.read(ByteBuffer.wrap(octets), reception, 0);
        }
    }
}
