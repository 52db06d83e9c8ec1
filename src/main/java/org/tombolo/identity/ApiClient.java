package org.tombolo.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A program that uses our APIs.
 *
 * @param id its client id
 * @param name for people
 * @param owner the portal user who answers for it, when there is one
 * @param scopes what it may ask for, in tokens or by its key
 * @param enabled whether it gets tokens now
 * @param button what its pages may do, when it has a button
 * @param quota what it may have instead of what the settings say for all
 * @param lastUsedAt when it last showed a token or its button was used, to the minute
 */
public record ApiClient(
        String id,
        String name,
        Optional<WebUser> owner,
        Set<String> scopes,
        boolean enabled,
        Instant createdAt,
        Optional<Button> button,
        Quota quota,
        Optional<Instant> lastUsedAt) {
    private static final int LONGEST_NAME = 100;

    public ApiClient {
        scopes = Set.copyOf(scopes);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a client's name has 1 to " + LONGEST_NAME + " characters");
        }
    }

    /**
     * How many calls a client may have, where it is not as the settings say; 0 means any amount.
     *
     * @param active at a time
     * @param minutesPerDay of calls that have ended
     */
    public record Quota(
            Optional<Integer> active,
            Optional<Integer> perMinute,
            Optional<Integer> perDay,
            Optional<Integer> minutesPerDay) {
        private static final int MOST = 1_000_000;

        /** As the settings say. */
        public static final Quota USUAL =
                new Quota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Quota {
            for (Optional<Integer> part : List.of(active, perMinute, perDay, minutesPerDay)) {
                if (part.filter(n -> n < 0 || n > MOST).isPresent()) {
                    throw new IllegalArgumentException("a quota is 0 to " + MOST + ", not " + part.get());
                }
            }
        }
    }

    /**
     * A call button in pages of others, without a secret: whoever reads the page has the key.
     *
     * @param key {@code pk_} and random
     * @param origins the only origins whose pages may use it (RFC 6454), such as {@code https://shop.example}
     * @param callees the only numbers that it calls
     */
    public record Button(String key, Set<String> origins, Set<TelNumber> callees) {
        public Button {
            origins = Set.copyOf(origins);
            callees = Set.copyOf(callees);
            if (origins.isEmpty() || callees.isEmpty()) {
                throw new IllegalArgumentException("a button has at least one origin and one number that it calls");
            }
            for (String origin : origins) {
                if (!origin.matches("https?://[a-z0-9.-]{1,253}(:\\d{1,5})?")) {
                    throw new IllegalArgumentException("no origin such as https://shop.example: " + origin);
                }
            }
        }
    }
}
