package org.tombolo.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.rtp.Packets;
import org.tombolo.media.rtp.SenderReports;
import org.tombolo.media.srtp.SrtpBuffer;
import org.tombolo.media.srtp.SrtpKeys;
import org.tombolo.media.srtp.SrtpProfile;
import org.tombolo.media.srtp.SrtpSession;

/** One viewer's packets; that they are decrypted and shown is Chromium's part ({@link WebRtcIT}). */
class OutgoingTrackTest {
    private static final int FIRST = 7;

    private final Relay relay = new Relay(99, 90_000, () -> 0);
    private final VideoRelay video = new VideoRelay(relay, new LipSync(System::nanoTime), () -> new byte[0]);
    private final SrtpBuffer buffer = new SrtpBuffer();
    private final List<byte[]> sent = new ArrayList<>();
    private OutgoingTrack track;
    private int timestamp = 900_000;
    private int sequence;

    @BeforeEach
    void track() throws GeneralSecurityException {
        track = track(SrtpProfile.AEAD_AES_128_GCM, 0);
    }

    private OutgoingTrack track(SrtpProfile profile, int playoutDelay) throws GeneralSecurityException {
        SrtpSession session = new SrtpSession(new SrtpKeys(profile, new byte[SrtpKeys.length(profile)]), true);
        return new OutgoingTrack(
                relay,
                108,
                playoutDelay,
                session.source(99),
                new SenderReports(99, "us"),
                new OutgoingTrack.Transmitter() {
                    @Override
                    public boolean send(ByteBuffer packet) {
                        byte[] copy = new byte[packet.remaining()];
                        packet.get(copy);
                        return sent.add(copy);
                    }

                    @Override
                    public void broken(RuntimeException fault) {
                        throw fault;
                    }
                },
                FIRST);
    }

    private void picture(int type) {
        byte[] payload = {(byte) (0x60 | type), (byte) 0x80, 1, 2, 3};
        video.packet(Packets.view(Packets.of(sequence++, timestamp, true, payload)));
        timestamp += 3600;
    }

    private void pictures(int count, int type) {
        for (int i = 0; i < count; i++) {
            picture(type);
        }
    }

    private static int sequence(byte[] packet) {
        return ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    }

    private static int time(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(4);
    }

    @Test
    void countsForEachViewerFromTheBeginning() {
        picture(NalType.IDR_SLICE);
        assertThat(track.start(true)).isFalse();
        pictures(2, NalType.SLICE);
        assertThat(track.pump(buffer)).isFalse();
        assertThat(sent).extracting(OutgoingTrackTest::sequence).containsExactly(FIRST, FIRST + 1, FIRST + 2);
        assertThat(sent).allSatisfy(packet -> {
            assertThat(packet[1] & 0x7F).isEqualTo(108);
            assertThat(ByteBuffer.wrap(packet).getInt(8)).isEqualTo(99);
            assertThat(packet).as("header, payload, GCM tag").hasSize(12 + 5 + 16);
        });
    }

    /** RFC 8827 6.5: the profile that all browsers have; its tag has ten octets. */
    @Test
    void speaksTheOldProfileToo() throws GeneralSecurityException {
        track = track(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 0);
        picture(NalType.IDR_SLICE);
        track.start(true);
        track.pump(buffer);
        track.resend(FIRST, buffer);
        track.report(Instant.EPOCH, buffer);
        assertThat(sent.get(0)).hasSize(12 + 5 + 10).isEqualTo(sent.get(1));
        assertThat(sent.get(2)[1] & 0xFF).isEqualTo(200);
    }

    /** RFC 8285 4.2: the first packets carry the extension, and carry it again when they are sent again. */
    @Test
    void tellsHowToPlay() throws GeneralSecurityException {
        track = track(SrtpProfile.AEAD_AES_128_GCM, 5);
        picture(NalType.IDR_SLICE);
        track.start(true);
        track.pump(buffer);
        track.resend(FIRST, buffer);
        assertThat(sent.get(0)).hasSize(12 + 8 + 5 + 16).startsWith(0x90).isEqualTo(sent.get(1));
        assertThat(Arrays.copyOfRange(sent.get(0), 12, 20))
                .inHexadecimal()
                .containsExactly(0xBE, 0xDE, 0, 1, 0x52, 0, 0, 40);
        pictures(64, NalType.SLICE);
        track.pump(buffer);
        track.pump(buffer);
        track.pump(buffer);
        assertThat(sent.get(sent.size() - 1)).hasSize(12 + 5 + 16);
    }

    /** Who joins late gets all since the key frame at once, in a time that passes at once too; then time runs as usual. */
    @Test
    void catchesUpFromTheKeyFrame() {
        picture(NalType.IDR_SLICE);
        pictures(49, NalType.SLICE);
        int newest = timestamp - 3600;
        assertThat(track.start(true)).isFalse();
        assertThat(track.pump(buffer)).as("more waits: others come first").isTrue();
        assertThat(sent).hasSize(OutgoingTrack.MOST_AT_ONCE);
        picture(NalType.SLICE);
        assertThat(track.pump(buffer)).isFalse();
        assertThat(sent).hasSize(51);
        assertThat(time(sent.get(0))).isBetween(newest - 49 * 3600 / 32 - 1, newest - 49 * 3600 / 32);
        assertThat(time(sent.get(49))).isEqualTo(newest);
        assertThat(time(sent.get(50))).isEqualTo(newest + 3600);
        assertThat(sent).extracting(OutgoingTrackTest::time).isSorted();
    }

    @Test
    void withoutAKeyFrameAsksForOneAndWaits() {
        pictures(3, NalType.SLICE);
        assertThat(track.start(true)).isTrue();
        picture(NalType.SLICE);
        assertThat(track.pump(buffer)).isFalse();
        assertThat(sent).isEmpty();
        picture(NalType.IDR_SLICE);
        picture(NalType.SLICE);
        track.pump(buffer);
        assertThat(sent).extracting(OutgoingTrackTest::sequence).containsExactly(FIRST, FIRST + 1);
    }

    /** RFC 7714 8: one number, one packet; also for those whose time was shortened. */
    @Test
    void sendsAgainTheVerySamePacket() {
        picture(NalType.IDR_SLICE);
        pictures(3, NalType.SLICE);
        track.start(true);
        track.pump(buffer);
        picture(NalType.SLICE);
        track.pump(buffer);
        List<byte[]> before = List.copyOf(sent);
        for (int i = 0; i < 5; i++) {
            track.resend(FIRST + i, buffer);
        }
        assertThat(sent.subList(5, 10)).usingElementComparator(Arrays::compare).containsExactlyElementsOf(before);
    }

    @Test
    void sendsNothingAgainThatIsNotThere() {
        picture(NalType.IDR_SLICE);
        track.start(true);
        track.pump(buffer);
        track.resend(FIRST - 1, buffer);
        track.resend(FIRST + 1, buffer);
        track.resend(FIRST + 30_000, buffer);
        assertThat(sent).hasSize(1);
    }

    /** A viewer who asks for everything again gets 64 packets in a tick. */
    @Test
    void sendsOnlySoMuchAgain() {
        picture(NalType.IDR_SLICE);
        track.start(true);
        track.pump(buffer);
        for (int i = 0; i < 1000; i++) {
            track.resend(FIRST, buffer);
        }
        assertThat(sent).hasSize(1 + 64);
        track.tick();
        track.resend(FIRST, buffer);
        assertThat(sent).hasSize(1 + 65);
    }

    /** The roll-over of the sequence number is only known to who saw numbers on both sides (RFC 3711 3.3.1). */
    @Test
    void goesOnOverTheRollOver() {
        picture(NalType.IDR_SLICE);
        track.start(true);
        for (int i = 0; i < 70_000; i++) {
            picture(NalType.SLICE);
            track.pump(buffer);
        }
        assertThat(sequence(sent.get(sent.size() - 1))).isEqualTo((70_000 + FIRST) & 0xFFFF);
        byte[] last = sent.get(sent.size() - 1);
        track.resend(sequence(last), buffer);
        assertThat(sent.get(sent.size() - 1)).isEqualTo(last);
    }

    @Test
    void reportsAreProtectedToo() {
        picture(NalType.IDR_SLICE);
        track.start(true);
        track.pump(buffer);
        track.report(Instant.EPOCH, buffer);
        byte[] report = sent.get(1);
        assertThat(report[1] & 0xFF).isEqualTo(200);
        assertThat(ByteBuffer.wrap(report).getInt(4)).isEqualTo(99);
        assertThat(report[report.length - 4] & 0x80)
                .as("encrypted, RFC 3711 3.4")
                .isEqualTo(0x80);
    }
}
