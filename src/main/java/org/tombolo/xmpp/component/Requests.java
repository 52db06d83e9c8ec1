package org.tombolo.xmpp.component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppAnswer;

/** Requests of ours that wait for their answers. Safe for all threads. */
final class Requests {
    private static final int MOST = 20_000;
    private static final long PATIENCE_SECONDS = 10;
    private static final XmppAnswer TIMEOUT =
            XmppAnswer.failed(new StanzaError("remote-server-timeout", "wait", "no answer came", ""));
    private static final XmppAnswer FULL =
            XmppAnswer.failed(new StanzaError("resource-constraint", "wait", "too many requests wait", ""));

    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(Jid of, CompletableFuture<XmppAnswer> answer) {}

    /** Waits for the answer to a request. */
    CompletableFuture<XmppAnswer> add(String id, Jid to) {
        if (waiting.size() >= MOST) {
            return CompletableFuture.completedFuture(FULL);
        }
        Waiting one = new Waiting(to, new CompletableFuture<>());
        waiting.put(id, one);
        one.answer().completeOnTimeout(TIMEOUT, PATIENCE_SECONDS, TimeUnit.SECONDS);
        return one.answer().whenComplete((answer, error) -> waiting.remove(id));
    }

    /**
     * Takes an answer.
     *
     * @return false when nobody waits for it: RFC 6120 8.1.3 and 8.2.3: it comes from whom the request was sent to
     */
    boolean answered(String id, Jid from, XmppAnswer answer) {
        Waiting one = waiting.get(id);
        return one != null && one.of().equals(from) && one.answer().complete(answer);
    }

    /** The stream is over. */
    void close() {
        List.copyOf(waiting.values()).forEach(one -> one.answer().complete(TIMEOUT));
    }
}
