package org.tombolo.xmpp.component;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppRequest;

/** Keeps what came in. */
final class RecordingHandler implements XmppHandler {
    final List<XmppMessage> messages = new CopyOnWriteArrayList<>();
    final List<XmppRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger ups = new AtomicInteger();
    final List<String> upDomains = new CopyOnWriteArrayList<>();
    final AtomicInteger downs = new AtomicInteger();

    @Override
    public void message(XmppMessage message) {
        if (message.body().equals("throw")) {
            throw new IllegalStateException("as the test asked");
        }
        messages.add(message);
    }

    @Override
    public Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request) {
        requests.add(request);
        return Optional.of(CompletableFuture.completedFuture(XmppAnswer.done()));
    }

    @Override
    public void up(String domain) {
        upDomains.add(domain);
        ups.incrementAndGet();
    }

    @Override
    public void down(String domain, String reason) {
        downs.incrementAndGet();
    }

    XmppMessage await(Predicate<XmppMessage> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> messages.stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }
}
