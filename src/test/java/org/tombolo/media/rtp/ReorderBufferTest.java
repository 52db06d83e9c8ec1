package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private static final long MILLI = 1_000_000;

    private final List<Integer> out = new ArrayList<>();
    private int restarts;
    private final ReorderBuffer buffer = new ReorderBuffer(
            new Depacketizer() {
                @Override
                public void packet(RtpPacket packet) {
                    out.add(packet.sequence());
                }

                @Override
                public void lost(int packets) {
                    out.add(-packets);
                }

                @Override
                public void restarted() {
                    restarts++;
                }

                @Override
                public boolean wantsKeyframe() {
                    return false;
                }
            },
            Duration.ofMillis(60));

    private void put(int... sequences) {
        for (int sequence : sequences) {
            buffer.put(Packets.view(Packets.of(sequence, 0, false, (byte) 1)), 0);
        }
    }

    @Test
    void packetsInOrderPassAtOnce() {
        put(65534, 65535, 0, 1);
        assertThat(out).containsExactly(65534, 65535, 0, 1);
    }

    @Test
    void packetsThatWereSwappedComeInOrder() {
        put(10, 13, 12, 11, 14);
        assertThat(out).containsExactly(10, 11, 12, 13, 14);
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void packetsThatCameTwiceComeOnce() {
        put(10, 10, 12, 12, 11, 11);
        assertThat(out).containsExactly(10, 11, 12);
        assertThat(buffer.late()).isEqualTo(3);
    }

    @Test
    void aGapIsGivenUpWhenPatienceEnds() {
        put(10, 12, 14);
        buffer.expire(60 * MILLI);
        assertThat(out).containsExactly(10);
        buffer.expire(61 * MILLI);
        assertThat(out).containsExactly(10, -1, 12, -1, 14);
        assertThat(buffer.lost()).isEqualTo(2);
        put(11);
        assertThat(out).hasSize(5);
    }

    @Test
    void aGapLargerThanTheBufferIsGivenUpAtOnce() {
        put(10, 12, 200);
        assertThat(out).containsExactly(10, -1, 12, -187, 200);
    }

    /** RFC 3550 A.1: two packets in sequence far from where we were are a restart. */
    @Test
    void aSenderThatStartsAnewIsFollowed() {
        put(10, 30000);
        assertThat(restarts).isZero();
        put(30001, 30002);
        assertThat(restarts).isEqualTo(1);
        assertThat(out).containsExactly(10, 30001, 30002);
    }

    @Test
    void oneStrayPacketIsNoRestart() {
        put(10, 30000, 11, 30001, 12);
        assertThat(restarts).isZero();
        assertThat(out).containsExactly(10, 11, 12);
    }

    @Property
    void shufflingWithinTheBufferLosesNothing(@ForAll int seed, @ForAll @IntRange(max = 65535) int first) {
        out.clear();
        buffer.clear();
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>(IntStream.range(1, 300).boxed().toList());
        int[] delay = IntStream.range(0, 300).map(i -> i + random.nextInt(30)).toArray();
        order.sort(Comparator.comparingInt(i -> delay[i]));
        put(first);
        order.forEach(i -> put(first + i & 0xFFFF));
        assertThat(out)
                .isEqualTo(IntStream.range(0, 300)
                        .mapToObj(i -> first + i & 0xFFFF)
                        .toList());
    }

    @Property
    void anyOrderAtAllEndsInAscendingOrder(@ForAll int seed) {
        out.clear();
        buffer.clear();
        Random random = new Random(seed);
        long before = buffer.lost();
        for (int i = 0; i < 500; i++) {
            put(1000 + random.nextInt(90));
            buffer.expire(random.nextInt(2) * 61L * MILLI);
        }
        assertThat(out.stream().filter(s -> s >= 0)).isSorted().doesNotHaveDuplicates();
        assertThat(buffer.lost()).isGreaterThanOrEqualTo(before);
    }
}
