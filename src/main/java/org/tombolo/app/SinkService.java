package org.tombolo.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interaction.event.EventSignatures;
import org.tombolo.gateway.interaction.event.HttpsSinkClient;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.gateway.interaction.event.WebhookSecrets;
import org.tombolo.store.jdbc.JdbcDeliveries;
import org.tombolo.tls.TrustedAuthorities;
import org.tombolo.web.token.SinkKey;

/** What brings events to sinks, and what is kept of that. */
record SinkService(SinkClient client, SinkDelivery delivery, JdbcDeliveries log, WebhookSecrets secrets, SinkKey key) {
    private static final int WORKERS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static SinkService build(Foundation foundation, Application.Closing closing) throws IOException {
        SinkKey key = SinkKey.open(foundation.settings().data(), foundation.clock());
        JdbcDeliveries log = new JdbcDeliveries(foundation.database().jdbi());
        WebhookSecrets secrets = new WebhookSecrets(log, foundation.random(), foundation.clock());
        HttpsSinkClient client = new HttpsSinkClient(
                reach(foundation),
                key::assertion,
                new EventSignatures(secrets, key::detached, foundation.clock()),
                foundation.clock());
        return new SinkService(client, delivery(foundation, client, log, closing), log, secrets, key);
    }

    private static HttpsSinkClient.Reach reach(Foundation foundation) throws IOException {
        Settings.Calls calls = foundation.settings().calls();
        return new HttpsSinkClient.Reach(
                TrustedAuthorities.context(calls.sinkCa()),
                calls.sinkAllow(),
                PATIENCE,
                foundation.threads().timers());
    }

    private static SinkDelivery delivery(
            Foundation foundation, HttpsSinkClient client, JdbcDeliveries log, Application.Closing closing) {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Threads.named("sink"));
        closing.closing((AutoCloseable) workers::shutdownNow);
        return closing.closing(new SinkDelivery(
                client,
                log,
                workers,
                foundation.threads().timers(),
                SinkDelivery.Limits.usual(),
                foundation.clock(),
                foundation.random(),
                foundation.trace(),
                foundation.metrics()));
    }
}
