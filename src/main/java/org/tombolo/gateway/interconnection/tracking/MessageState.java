package org.tombolo.gateway.interconnection.tracking;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a message got.
 *
 * <pre>
 * ACCEPTED -> SENT -> DELIVERED -> DISPLAYED   each may be skipped: receipts come where they are asked for
 * ACCEPTED -> POLICY
 * ACCEPTED, SENT -> FAILED -> DELIVERED        one device refused it, and another has it
 * </pre>
 *
 * A later one in this list is never followed by an earlier one.
 */
public enum MessageState {
    /** We answer for it; it may wait in an outbox. */
    ACCEPTED(10),
    /** The other network has taken it. */
    SENT(20),
    /** It did not arrive, and its sender was told. */
    FAILED(30),
    /** A rule of ours refused it. */
    POLICY(40),
    /** A device of the recipient has it. */
    DELIVERED(50),
    /** The recipient saw it. */
    DISPLAYED(60);

    private final int rank;

    MessageState(int rank) {
        this.rank = rank;
    }

    /** Its place among the others, for stores. */
    public int rank() {
        return rank;
    }

    /** The state of a rank. */
    public static MessageState ofRank(int rank) {
        return Arrays.stream(values())
                .filter(state -> state.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state has the rank " + rank));
    }

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a word; empty when there is none. */
    public static Optional<MessageState> ofWord(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }

    /** Whether it says why a message did not arrive. */
    public boolean hasReason() {
        return this == FAILED || this == POLICY;
    }
}
