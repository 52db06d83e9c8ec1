package org.tombolo.gateway.convergence.browser;

import java.util.Locale;

/** Why a call is over, or came to nothing. The portal has words for each. */
public enum EndReason {
    /** It is not over. */
    NONE,
    /** The phone hung up. */
    PHONE_ENDED,
    /** The page did. */
    PAGE_ENDED,
    /** Who called gave up before it was answered. */
    CANCELLED,
    /** Nobody answered in time. */
    UNANSWERED,
    /** Who was called did not want it. */
    DECLINED,
    /** She is in another call. */
    BUSY,
    /** Her phone is off, or not registered. */
    UNREACHABLE,
    /** Nobody has this address. */
    UNKNOWN,
    /** The two have no codec in common. */
    INCOMPATIBLE,
    /** She does not take calls of this caller, or the network does not. */
    FORBIDDEN,
    /** We, or the network, have no room. */
    FULL,
    /** Nothing came from the page any more. */
    PAGE_LOST,
    /** Nothing came from the phone any more. */
    PHONE_LOST,
    /** The gateway stops. */
    STOPPED,
    /** What the network says has no better word. */
    FAILED;

    /** As the API has it, such as {@code phone-ended}; empty for {@link #NONE}. */
    public String text() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a final response to an INVITE of ours means (RFC 3261 21). */
    static EndReason of(int status) {
        return switch (status) {
            case 486, 600 -> BUSY;
            case 603 -> DECLINED;
            case 404, 410, 484, 485, 604 -> UNKNOWN;
            case 408, 504 -> UNANSWERED;
            case 430, 480 -> UNREACHABLE;
            case 415, 420, 488, 606 -> INCOMPATIBLE;
            case 401, 403, 407, 433 -> FORBIDDEN;
            case 487 -> CANCELLED;
            case 503 -> FULL;
            default -> FAILED;
        };
    }
}
