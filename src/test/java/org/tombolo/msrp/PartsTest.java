package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The small parts of the endpoint. */
class PartsTest {

    @Property(tries = 500)
    void rangesCoverWhatWasAdded(@ForAll @Size(max = 30) List<@IntRange(min = 1, max = 60) Integer> starts) {
        Ranges ranges = new Ranges();
        BitSet there = new BitSet();
        for (int start : starts) {
            int last = Math.min(60, start + start % 7);
            assertThat(ranges.add(start, last)).isTrue();
            there.set(start, last + 1);
            int total = there.nextClearBit(1) - 1;
            assertThat(ranges.cover(total)).isTrue();
            assertThat(ranges.cover(total + 1)).isFalse();
        }
    }

    @Test
    void rangesWithTooManyGapsAreRefused() {
        Ranges ranges = new Ranges();
        assertThat(IntStream.rangeClosed(1, 64).allMatch(i -> ranges.add(2L * i, 2L * i)))
                .isTrue();
        assertThat(ranges.add(1000, 1000)).isFalse();
    }

    @Test
    void deadlinesEndInTheOrderOfTheirStart() {
        AtomicLong now = new AtomicLong();
        List<String> over = new ArrayList<>();
        Deadlines<String> deadlines = new Deadlines<>(Duration.ofNanos(10), now::get, over::add);
        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
        deadlines.start("a");
        now.set(4);
        deadlines.start("b");
        deadlines.start("c");
        deadlines.start("a");
        deadlines.stop("c");
        assertThat(deadlines.next()).isEqualTo(10);
        now.set(14);
        deadlines.expire();
        assertThat(over).containsExactly("b", "a");
    }

    @Test
    void aMailboxKeepsTheOrderOnAnyExecutor() {
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            List<Integer> read = new ArrayList<>();
            Mailbox mailbox = new Mailbox(many);
            for (int i = 0; i < 1000; i++) {
                int letter = i;
                mailbox.post(() -> read.add(letter));
            }
            mailbox.post(() -> {
                throw new IllegalStateException("must not end the mailbox");
            });
            AtomicLong last = new AtomicLong();
            mailbox.post(() -> last.set(read.size()));
            Awaitility.await().until(() -> last.get() == 1000);
            assertThat(read).isSorted();
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void aMailboxWhoseOwnerHasEndedForgets() {
        List<String> read = new ArrayList<>();
        boolean[] ended = {true};
        Mailbox mailbox = new Mailbox(task -> {
            if (ended[0]) {
                throw new RejectedExecutionException();
            }
            task.run();
        });
        mailbox.post(() -> read.add("lost"));
        ended[0] = false;
        mailbox.post(() -> read.add("read"));
        assertThat(read).containsExactly("read");
    }

    /** RFC 2617 3.5 with the method AUTH: computed by {@code printf ... | md5sum}, not by us. */
    @Test
    void rfc4976_9_1_digest() {
        DigestAnswer answer = DigestAnswer.to(
                        "Digest realm=\"intra.example.com\", qop=\"auth\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"",
                        new DigestAnswer.Credentials("Alice", "secret"),
                        "msrps://alice@intra.example.com;tcp",
                        "0a4f113b")
                .orElseThrow();

        assertThat(answer.value())
                .startsWith(
                        "Digest username=\"Alice\", realm=\"intra.example.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", ")
                .contains("qop=auth, nc=00000001, cnonce=\"0a4f113b\"")
                .contains("response=\"750e4fd73ea1221cef6d74424f4cd590\"");
        assertThat(answer.provenBy(Optional.of("qop=auth, rspauth=\"a962aa47b6f93658341e5a8973ff8aa9\"")))
                .isTrue();
        assertThat(answer.provenBy(Optional.of("rspauth=\"00\""))).isFalse();
        assertThat(answer.provenBy(Optional.empty())).isTrue();
    }

    @Test
    void rfc7616_digestBySha256() {
        DigestAnswer answer = DigestAnswer.to(
                        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, opaque=\"o\"",
                        new DigestAnswer.Credentials("u", "p"),
                        "msrp://r:1;tcp",
                        "c")
                .orElseThrow();
        assertThat(answer.value())
                .contains("algorithm=SHA-256")
                .contains("opaque=\"o\"")
                .contains("response=\"7b97bbf885664100e912c8e9af264690a9e8b391c6b01b675bedcda319119862\"");
    }

    @Test
    void aChallengeThatIsNotOursIsNotAnswered() {
        DigestAnswer.Credentials us = new DigestAnswer.Credentials("u", "p");
        for (String challenge : List.of(
                "Basic realm=\"r\"", "Digest realm=\"r\"", "Digest nonce=\"n\", realm=\"r\", algorithm=X", "")) {
            assertThat(DigestAnswer.to(challenge, us, "msrp://r:1;tcp", "c")).isEmpty();
        }
        assertThat(us.toString()).doesNotContain("p]").contains("u");
    }
}
