package org.tombolo.web.webrtc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Refusal;

/** Who wants events at a sink, as long as the registration lasts. Safe for all threads; not blocking. */
public final class Subscriptions {
    private static final int MOST_OF_USER = 100;

    private final Registrations registrations;
    private final CloudEventWriter writer;
    private final SinkClient client;
    private final Executor workers;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

    /**
     * @param publicUrl of ours, where the events come from
     * @param workers carry events to sinks, and are blocked by slow ones
     */
    public Subscriptions(
            Registrations registrations,
            String publicUrl,
            SinkClient client,
            Executor workers,
            ScheduledExecutorService timers,
            Clock clock) {
        this.registrations = registrations;
        this.writer = new CloudEventWriter(publicUrl + "/webrtc-events");
        this.client = client;
        this.workers = workers;
        this.timers = timers;
        this.clock = clock;
    }

    CloudEventWriter writer() {
        return writer;
    }

    /**
     * Begins to send events.
     *
     * @throws Refusal 403 when the registration is over, 429 when the user has too many
     */
    void add(Subscription subscription) {
        if (of(subscription.user()).size() >= MOST_OF_USER) {
            throw Refusal.of(429, "QUOTA_EXCEEDED", "a user has at most " + MOST_OF_USER + " subscriptions");
        }
        Channel channel = registrations
                .channel(subscription.registration())
                .orElseThrow(() -> Refusal.of(403, "SUBSCRIPTION_MISMATCH", "the registration is over"));
        Receiver receiver = new Receiver(subscription, new SinkQueue(subscription, client, workers, timers));
        receivers.put(subscription.id(), receiver);
        receiver.begin(channel);
    }

    List<Subscription> of(WebUser user) {
        return receivers.values().stream()
                .map(r -> r.subscription)
                .filter(s -> s.user().equals(user))
                .toList();
    }

    Optional<Subscription> find(String id, WebUser user) {
        return of(user).stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /** Ends it; false when there is none. */
    boolean remove(String id, WebUser user) {
        return find(id, user).isPresent() && end(id, "SUBSCRIPTION_DELETED");
    }

    private boolean end(String id, String reason) {
        Receiver receiver = receivers.remove(id);
        if (receiver != null) {
            receiver.over(reason);
        }
        return receiver != null;
    }

    private final class Receiver {
        private final Subscription subscription;
        private final SinkQueue queue;
        private Runnable leave = () -> {};
        private Runnable stopTimer = () -> {};
        private int sent;

        private Receiver(Subscription subscription, SinkQueue queue) {
            this.subscription = subscription;
            this.queue = queue;
        }

        private synchronized void begin(Channel channel) {
            leave = channel.follow(Long.MAX_VALUE, this::happened);
            subscription.expiresAt().ifPresent(at -> {
                var timer = timers.schedule(
                        () -> end(subscription.id(), "SUBSCRIPTION_EXPIRED"),
                        Math.max(0, Duration.between(clock.instant(), at).toMillis()),
                        TimeUnit.MILLISECONDS);
                stopTimer = () -> timer.cancel(false);
            });
        }

        // Under the channel's lock, so that the order is the channel's.
        private void happened(Channel.Happening happening) {
            if (subscription.wants(happening)) {
                sent++;
                queue.add(happening.id(), happening.at(), writer.write(happening, Optional.of(subscription.id())));
            }
            if (happening.type() == EventType.REGISTRATION_ENDS) {
                workers.execute(() -> end(subscription.id(), "NETWORK_TERMINATED"));
            } else if (subscription.most().filter(most -> sent >= most).isPresent()) {
                workers.execute(() -> end(subscription.id(), "MAX_EVENTS_REACHED"));
            }
        }

        private synchronized void over(String reason) {
            leave.run();
            stopTimer.run();
            ObjectNode data = CloudEventWriter.data()
                    .put("subscriptionId", subscription.id())
                    .put("terminationReason", reason);
            String id = subscription.id() + ".end";
            queue.add(id, clock.instant(), writer.write(id, EventType.SUBSCRIPTION_ENDED, clock.instant(), data));
        }
    }
}
