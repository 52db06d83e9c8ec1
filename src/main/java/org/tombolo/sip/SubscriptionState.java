package org.tombolo.sip;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The Subscription-State of a NOTIFY (RFC 6665 8.2.3).
 *
 * @param value where the subscription stands
 * @param expires seconds that are left, when they are told
 * @param reason why it is terminated, such as {@code rejected} or {@code timeout}; empty when nothing is said
 * @param retryAfter seconds before another attempt, when they are told
 */
public record SubscriptionState(Value value, OptionalLong expires, String reason, OptionalLong retryAfter) {

    /** PENDING -> ACTIVE -> TERMINATED; TERMINATED is reached from everywhere. */
    public enum Value {
        /** Accepted, and policy has not decided yet. */
        PENDING,
        /** Accepted and authorised. */
        ACTIVE,
        /** Over. */
        TERMINATED
    }

    /** @param expires seconds that are left */
    public static SubscriptionState active(long expires) {
        return new SubscriptionState(Value.ACTIVE, OptionalLong.of(expires), "", OptionalLong.empty());
    }

    /** @param expires seconds that are left */
    public static SubscriptionState pending(long expires) {
        return new SubscriptionState(Value.PENDING, OptionalLong.of(expires), "", OptionalLong.empty());
    }

    /** @param reason one of RFC 6665 4.1.3, such as {@code rejected} */
    public static SubscriptionState terminated(String reason) {
        return new SubscriptionState(Value.TERMINATED, OptionalLong.empty(), reason, OptionalLong.empty());
    }

    public boolean terminated() {
        return value == Value.TERMINATED;
    }

    /**
     * Reads the header's value; empty when it is no state. A state that nobody has defined counts as pending: the
     * subscription is alive and nothing more is known (RFC 6665 4.1.3 leaves it open).
     */
    public static Optional<SubscriptionState> parse(String header) {
        String[] parts = header.split(";", -1);
        String word = parts[0].trim().toLowerCase(Locale.ROOT);
        if (!word.matches("[a-z0-9.!%*_+`'~-]{1,64}")) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(parts);
        Value value = switch (word) {
            case "active" -> Value.ACTIVE;
            case "terminated" -> Value.TERMINATED;
            default -> Value.PENDING;
        };
        return Optional.of(new SubscriptionState(
                value,
                seconds(parameters.get("expires")),
                parameters.getOrDefault("reason", "").toLowerCase(Locale.ROOT),
                seconds(parameters.get("retry-after"))));
    }

    private static Map<String, String> parameters(String[] parts) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2) {
                parameters.putIfAbsent(pair[0].trim().toLowerCase(Locale.ROOT), pair[1].trim());
            }
        }
        return parameters;
    }

    private static OptionalLong seconds(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("[0-9]{1,10}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /** The header's value. */
    public String text() {
        StringBuilder text = new StringBuilder(value.name().toLowerCase(Locale.ROOT));
        if (!reason.isEmpty()) {
            text.append(";reason=").append(reason);
        }
        expires.ifPresent(seconds -> text.append(";expires=").append(seconds));
        retryAfter.ifPresent(seconds -> text.append(";retry-after=").append(seconds));
        return text.toString();
    }
}
