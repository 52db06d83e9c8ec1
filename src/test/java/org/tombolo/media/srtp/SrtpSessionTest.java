package org.tombolo.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
    private static final int MOST = 16;

    private long now;

    /** Both ends of a session whose one end makes up sources. */
    private final class Pair {
        private final SrtpSession phone;
        private final SrtpSession us;

        Pair(SrtpProfile profile) {
            byte[] theirs = new byte[SrtpProfile.KEY + profile.salt()];
            byte[] ours = theirs.clone();
            ours[0] = 1;
            phone = new SrtpSession(profile, theirs, ours, () -> now);
            us = new SrtpSession(profile, ours, theirs, () -> now);
        }

        boolean hears(int ssrc, int sequence) {
            SrtpBuffer buffer = new SrtpBuffer();
            byte[] packet = ByteBuffer.allocate(32)
                    .put((byte) 0x80)
                    .put((byte) 96)
                    .putShort((short) sequence)
                    .putInt(1)
                    .putInt(ssrc)
                    .array();
            buffer.set(packet, packet.length);
            try {
                assertThat(phone.source(ssrc).protect(buffer)).isTrue();
                return us.unprotect(buffer);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void aSourceOneTooManyIsTakenWhenAnotherWasSilentForLong(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        assertThat(IntStream.range(0, MOST).allMatch(ssrc -> pair.hears(ssrc, 1)))
                .isTrue();
        assertThat(pair.hears(99, 1)).as("all were heard just now").isFalse();
        now += Duration.ofSeconds(9).toNanos();
        assertThat(IntStream.range(1, MOST).allMatch(ssrc -> pair.hears(ssrc, 2)))
                .isTrue();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(pair.hears(99, 2)).as("source 0 makes room").isTrue();
        assertThat(pair.hears(100, 1)).as("no other does").isFalse();
        assertThat(pair.hears(1, 2)).as("RFC 3711 3.3.2: what came before").isFalse();
        assertThat(pair.hears(1, 3)).isTrue();
    }
}
