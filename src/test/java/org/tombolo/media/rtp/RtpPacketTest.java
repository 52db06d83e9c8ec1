package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** RFC 3550 5.1, 5.3.1. */
class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    private boolean wrap(String hex) {
        return packet.wrap(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void fieldsOfAPlainPacket() {
        assertThat(wrap("80 e0 fffe 80000001 deadbeef 6142")).isTrue();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.sequence()).isEqualTo(0xFFFE);
        assertThat(packet.timestamp()).isEqualTo(0x80000001);
        assertThat(packet.ssrc()).isEqualTo(0xDEADBEEF);
        assertThat(packet.length()).isEqualTo(2);
        assertThat(packet.octet(1)).isEqualTo(0x42);
    }

    @Test
    void contributorsExtensionAndPaddingAreLeftOut() {
        assertThat(wrap("b1 60 0001 00000002 00000003 00000004 bede 0001 aabbccdd 7777 0002"))
                .isTrue();
        assertThat(packet.length()).isEqualTo(2);
        assertThat(packet.octet(0)).isEqualTo(0x77);
    }

    @Test
    void whatIsNoRtpIsTold() {
        assertThat(wrap("80 60 0001")).isFalse();
        assertThat(wrap("00 60 0001 00000002 00000003 00")).isFalse();
        assertThat(wrap("8f 60 0001 00000002 00000003 00"))
                .as("15 contributors missing")
                .isFalse();
        assertThat(wrap("90 60 0001 00000002 00000003 bede ffff"))
                .as("extension too long")
                .isFalse();
        assertThat(wrap("a0 60 0001 00000002 00000003 ff"))
                .as("padding too long")
                .isFalse();
        assertThat(wrap("a0 60 0001 00000002 00000003 00")).as("padding of 0").isFalse();
    }

    @Property
    void payloadAlwaysLiesInsideTheDatagram(@ForAll @Size(max = 100) byte[] octets) {
        ByteBuffer datagram = ByteBuffer.wrap(octets);
        if (packet.wrap(datagram)) {
            for (int i = 0; i < packet.length(); i++) {
                packet.octet(i);
            }
            assertThat(packet.length()).isBetween(0, octets.length - 12);
        }
    }
}
