package org.tombolo.gateway.convergence.browser;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.tombolo.identity.WebUser;

/** The pages of each user that want to hear of calls. Safe for all threads. */
final class Pages {
    private final Map<WebUser, List<Consumer<CallView>>> open = new ConcurrentHashMap<>();

    /** @return to be run when the page is gone */
    Runnable add(WebUser user, Consumer<CallView> page) {
        open.merge(user, List.of(page), Pages::joined);
        return () -> open.computeIfPresent(user, (name, pages) -> without(pages, page));
    }

    private static List<Consumer<CallView>> joined(List<Consumer<CallView>> some, List<Consumer<CallView>> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
    }

    @SuppressWarnings("NullAway") // of ConcurrentHashMap: null takes the entry away
    private static List<Consumer<CallView>> without(List<Consumer<CallView>> pages, Consumer<CallView> gone) {
        List<Consumer<CallView>> left = pages.stream().filter(p -> p != gone).toList();
        return left.isEmpty() ? null : left;
    }

    /** Whether somebody would see a call. */
    boolean hears(WebUser user) {
        return open.containsKey(user);
    }

    void tell(WebUser user, CallView call) {
        open.getOrDefault(user, List.of()).forEach(page -> page.accept(call));
    }
}
