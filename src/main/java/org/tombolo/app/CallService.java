package org.tombolo.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interaction.CallEnvironment;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.event.CloudEvents;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.gateway.interaction.event.EventLog;
import org.tombolo.gateway.interaction.event.HttpsSinkClient;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.gateway.interaction.event.SinkTrust;
import org.tombolo.store.jdbc.JdbcCalls;

/** The interaction gateway: third-party calls, their events, and the delivery of those to sinks. */
record CallService(ClickToDial clickToDial, EventFeed feed, EventLog journal) {
    private static final int MOST_CALLS = 5000;
    private static final int SINK_WORKERS = 32;
    private static final Duration SINK_PATIENCE = Duration.ofSeconds(10);

    static CallService build(Foundation foundation, SipSide sip, Application.Closing closing) throws IOException {
        Settings settings = foundation.settings();
        JdbcCalls store = new JdbcCalls(foundation.database().jdbi());
        EventFeed feed = new EventFeed(store);
        CloudEvents events = new CloudEvents(foundation.publicUrl().text() + "/click-to-dial");
        EventLog journal = closing.closing(new EventLog(
                store, feed, delivery(foundation, store, closing), events, foundation.clock(), foundation.metrics()));
        CallEnvironment environment = new CallEnvironment(
                sip.stack().calls(),
                journal,
                foundation.trace(),
                foundation.clock(),
                foundation.random(),
                new CallEnvironment.Limits(
                        settings.calls().ringTimeout(), settings.calls().longest(), MOST_CALLS),
                new CallEnvironment.Names(
                        settings.sip().imsDomain(), settings.network().publicHost()));
        ClickToDial clickToDial = closing.closing(new ClickToDial(
                sip.stack()::isReady,
                sip.stack().sessions(),
                environment,
                store,
                foundation.associations(),
                foundation.metrics()));
        return new CallService(clickToDial, feed, journal);
    }

    private static SinkDelivery delivery(Foundation foundation, JdbcCalls store, Application.Closing closing)
            throws IOException {
        Settings.Calls calls = foundation.settings().calls();
        ExecutorService workers = Executors.newFixedThreadPool(SINK_WORKERS, Threads.named("sink"));
        closing.closing((AutoCloseable) workers::shutdownNow);
        HttpsSinkClient client = new HttpsSinkClient(
                SinkTrust.context(calls.sinkCa()),
                calls.sinkAllow(),
                SINK_PATIENCE,
                foundation.threads().timers(),
                foundation.clock());
        return closing.closing(new SinkDelivery(
                client,
                store,
                workers,
                foundation.threads().timers(),
                SinkDelivery.Limits.usual(),
                foundation.clock(),
                foundation.random(),
                foundation.trace(),
                foundation.metrics()));
    }

    /** Ends what an earlier process left, and starts writing events. */
    void open() {
        journal.start();
    }
}
