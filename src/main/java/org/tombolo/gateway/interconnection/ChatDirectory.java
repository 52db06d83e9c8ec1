package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.tombolo.identity.Jid;

/** The chats that are open or being set up. Safe for all threads. */
final class ChatDirectory {
    private final Map<String, List<ChatSession>> chats = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(ChatSession chat) {
        chats.merge(
                chat.pair(),
                List.of(chat),
                (old, one) -> Stream.concat(one.stream(), old.stream()).toList());
        count.incrementAndGet();
    }

    void remove(ChatSession chat) {
        chats.computeIfPresent(chat.pair(), (pair, old) -> {
            List<ChatSession> left = old.stream().filter(c -> c != chat).toList();
            if (left.size() < old.size()) {
                count.decrementAndGet();
            }
            return left.isEmpty() ? null : left;
        });
    }

    /** The chat of two users: the one of that thread, else the newest. */
    Optional<ChatSession> find(Jid xmpp, Jid ims, String thread) {
        List<ChatSession> both = chats.getOrDefault(SessionParties.pair(xmpp, ims), List.of());
        return both.stream()
                .filter(c -> c.thread().equals(thread))
                .findFirst()
                .or(() -> both.stream().findFirst());
    }

    List<ChatSession> all() {
        return chats.values().stream().flatMap(List::stream).toList();
    }

    int size() {
        return count.get();
    }
}
