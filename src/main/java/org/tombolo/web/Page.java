package org.tombolo.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items at most as many as were asked for
 * @param next what to give as {@code after} for the page that follows; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Entries of a page when the client does not say. */
    public static final String DEFAULT_LIMIT = "100";

    private static final int MOST = 500;

    /**
     * The limit that a client gave.
     *
     * @throws Refusal 400 when it is not 1 to 500
     */
    public static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // the same answer
        }
        throw Refusal.of(400, "OUT_OF_RANGE", "limit: must be a whole number from 1 to " + MOST);
    }

    /**
     * Cuts a page out of what was found.
     *
     * @param found up to one more than the limit, which shows whether there is a next page
     * @param id the name of an entry in {@code after}
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
        List<T> items = found.size() > limit ? List.copyOf(found.subList(0, limit)) : List.copyOf(found);
        return new Page<>(items, found.size() > limit ? Optional.of(id.apply(items.get(limit - 1))) : Optional.empty());
    }

    /** The same page in the API's words. */
    public <V> Page<V> map(Function<T, V> view) {
        return new Page<>(items.stream().map(view).toList(), next);
    }
}
