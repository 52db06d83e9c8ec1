package org.tombolo.gateway.interconnection.conference;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;

/** Asks by OPTIONS whether an address is that of a conference (RFC 4579 5.13), and remembers it. Safe for all threads. */
final class ConferenceProbe {
    private static final int MOST = 10_000;
    /** Questions that wait for an answer; an address that is asked for meanwhile is taken for a user's. */
    private static final int MOST_OPEN = 100;

    private static final int PATIENCE = 5;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final List<Header> headers;
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    };

    private record Known(CompletableFuture<Boolean> conference, Instant until) {}

    /** @param headers of the question, by which it reaches no phone */
    ConferenceProbe(SipCalls calls, ConvergedSessions sessions, List<Header> headers, Clock clock) {
        this.calls = calls;
        this.sessions = sessions;
        this.headers = List.copyOf(headers);
        this.clock = clock;
    }

    /**
     * Whether it is one; what says nothing for some seconds is none.
     *
     * @param from URI of who wants to know
     */
    CompletableFuture<Boolean> ask(String from, String uri) {
        return known(from, uri).copy().completeOnTimeout(false, PATIENCE, TimeUnit.SECONDS);
    }

    private CompletableFuture<Boolean> known(String from, String uri) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        synchronized (known) {
            Known before = known.remove(uri);
            if (before != null && before.until().isAfter(clock.instant())) {
                known.put(uri, before);
                return before.conference();
            }
            if (open.get() >= MOST_OPEN) {
                return CompletableFuture.completedFuture(false);
            }
            open.incrementAndGet();
            known.put(uri, new Known(answer, clock.instant().plus(REMEMBERED)));
        }
        ConvergedSession session = sessions.open();
        session.execute(() -> calls.send(session, "OPTIONS", from, uri, headers, Optional.empty(), response -> {
            session.end();
            answered(uri, answer, response);
        }));
        return answer;
    }

    private void answered(String uri, CompletableFuture<Boolean> answer, SipResponse response) {
        open.decrementAndGet();
        if (response.status() / 100 == 5 || response.status() == 408) {
            // Nobody has said anything: it may be another time.
            synchronized (known) {
                known.remove(uri);
            }
        }
        answer.complete(response.ok() && response.focus());
    }
}
