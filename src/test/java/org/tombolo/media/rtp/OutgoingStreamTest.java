package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutgoingStreamTest {
    private static final int OURS = 0x01020304;
    private static final long SECOND = 1_000_000_000L;

    private final OutgoingStream stream = new OutgoingStream(OURS);

    private static RtpPacket packet(int ssrc, int sequence, int timestamp, boolean extended) {
        ByteBuffer out = ByteBuffer.allocate(extended ? 12 + 8 + 4 : 12 + 4);
        out.put((byte) (extended ? 0x90 : 0x80)).put((byte) (0x80 | 111)).putShort((short) sequence);
        out.putInt(timestamp).putInt(ssrc);
        if (extended) {
            out.putShort((short) 0xBEDE).putShort((short) 1).putInt(0x10FF0000);
        }
        out.putInt(0xCAFEBABE);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(out.flip())).isTrue();
        return packet;
    }

    private RtpPacket next(RtpPacket packet, long now) {
        ByteBuffer sent = stream.next(packet, 0, now, 8000);
        ByteBuffer copy = ByteBuffer.allocate(sent.remaining()).put(sent).flip();
        RtpPacket read = new RtpPacket();
        assertThat(read.wrap(copy)).isTrue();
        return read;
    }

    @Test
    void rfc3550_7_1_thePayloadPassesUnderASourceOfOurs() {
        RtpPacket sent = next(packet(7, 100, 3000, true), 0);
        assertThat(sent.ssrc()).isEqualTo(OURS);
        assertThat(sent.payloadType()).isZero();
        assertThat(sent.marker()).isTrue();
        assertThat(sent.sequence()).isEqualTo(100);
        assertThat(sent.timestamp()).isEqualTo(3000);
        assertThat(sent.datagram().limit()).as("no header extension").isEqualTo(16);
        assertThat(sent.octet(0)).isEqualTo(0xCA);
    }

    @Test
    void numbersAndTimesGoOnWhenTheOtherSideChangesItsSource() {
        next(packet(7, 65_535, 3000, false), 0);
        RtpPacket after = next(packet(8, 4711, 1_000_000, false), SECOND);
        assertThat(after.sequence()).isZero();
        assertThat(after.timestamp()).isEqualTo(3000 + 8000 + 1);
        assertThat(next(packet(8, 4712, 1_000_160, false), SECOND).sequence()).isEqualTo(1);
    }

    @Test
    void rfc3550_7_2_whatThePhoneReportsIsToldOfTheOthersSource() {
        next(packet(7, 65_535, 3000, false), 0);
        next(packet(8, 4711, 1_000_000, false), SECOND);
        RtcpFeedback.ReceptionReport said =
                new RtcpFeedback.ReceptionReport(OURS, 64, 3, 0x00010000, 10, 0x12345678, 65_536);
        assertThat(stream.ofSource(said)).isEqualTo(new RtcpFeedback.ReceptionReport(8, 64, 3, 4711, 10, 0, 0));
    }

    @Test
    void aPacketThatWasOvertakenKeepsItsNumber() {
        next(packet(7, 101, 3160, false), 0);
        assertThat(next(packet(7, 100, 3000, false), 0).sequence()).isEqualTo(100);
        assertThat(next(packet(7, 102, 3320, false), 0).sequence()).isEqualTo(102);
    }

    @Test
    void rfc3550_6_4_1_whatIsHeldBackIsNotLostToThePhone() {
        next(packet(7, 65_534, 3000, false), 0);
        stream.withhold(packet(7, 65_535, 3160, false));
        stream.withhold(packet(7, 0, 3320, false));
        RtpPacket after = next(packet(7, 1, 3480, false), 0);
        assertThat(after.sequence()).isEqualTo(65_535);
        assertThat(after.timestamp()).as("the pause was as long").isEqualTo(3480);
        assertThat(next(packet(7, 4, 3960, false), 0).sequence())
                .as("what the network has lost")
                .isEqualTo(2);
    }

    @Test
    void oneThatIsHeldBackAmongOvertakenOnesTakesNoNumberTwice() {
        next(packet(7, 100, 3000, false), 0);
        stream.withhold(packet(7, 101, 3160, false));
        assertThat(next(packet(7, 103, 3480, false), 0).sequence()).isEqualTo(102);
        assertThat(next(packet(7, 102, 3320, false), 0).sequence()).isEqualTo(101);
        stream.withhold(packet(7, 101, 3160, false));
        assertThat(next(packet(7, 104, 3640, false), 0).sequence()).isEqualTo(103);
    }

    @Test
    void whatIsHeldBackBeforeTheFirstOrOfAnotherSourceChangesNothing() {
        stream.withhold(packet(7, 90, 3000, false));
        next(packet(7, 100, 3000, false), 0);
        stream.withhold(packet(9, 300, 3000, false));
        assertThat(next(packet(7, 101, 3160, false), 0).sequence()).isEqualTo(101);
    }

    @Test
    void rfc3550_6_4_1_aSenderReportTellsWhatWasSent() {
        assertThat(stream.news(Instant.EPOCH, 0, 8000)).isEmpty();
        next(packet(7, 100, 3000, false), 0);
        RtcpWriter.Sent news = stream.news(Instant.EPOCH, SECOND / 2, 8000).orElseThrow();
        assertThat(news.timestamp()).isEqualTo(3000 + 4000);
        assertThat(news.packets()).isEqualTo(1);
        assertThat(news.octets()).isEqualTo(4);
        RtcpWriter writer = new RtcpWriter(OURS, "name");
        writer.sending(news);
        ByteBuffer report = writer.report(new Reception(8000), 0);
        assertThat(report.get(1) & 0xFF).isEqualTo(RtcpWriter.SENDER_REPORT);
        assertThat(report.getShort(2)).isEqualTo((short) 6);
        assertThat(report.getInt(16)).isEqualTo(7000);
        assertThat(report.getInt(20)).isEqualTo(1);
        assertThat(report.get(28 + 1) & 0xFF).isEqualTo(RtcpWriter.SOURCE_DESCRIPTION);
    }
}
