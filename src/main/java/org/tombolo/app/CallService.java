package org.tombolo.app;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interaction.CallEnvironment;
import org.tombolo.gateway.interaction.CallSchedule;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.IdempotencyKeys;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.cdr.CdrFiles;
import org.tombolo.gateway.interaction.cdr.CdrStore;
import org.tombolo.gateway.interaction.event.CloudEvents;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.gateway.interaction.event.EventLog;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.gateway.interaction.guard.ClientQuotas;
import org.tombolo.gateway.interaction.guard.NumberRules;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.gateway.interaction.sound.RtpSoundPlane;
import org.tombolo.gateway.interaction.sound.SoundPlane;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.ApiClients;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.sip.orphan.OrphanedDialogs;
import org.tombolo.storage.ContentStore;
import org.tombolo.store.jdbc.JdbcApiClients;
import org.tombolo.store.jdbc.JdbcCalls;
import org.tombolo.store.jdbc.JdbcCdrs;
import org.tombolo.store.jdbc.JdbcIdempotencyKeys;
import org.tombolo.store.jdbc.JdbcRecordings;
import org.tombolo.store.jdbc.JdbcSchedule;

/** The interaction gateway: third-party calls, their events, and the delivery of those to sinks. */
record CallService(
        ClickToDial clickToDial,
        CallSchedule schedule,
        IdempotencyKeys keys,
        EventFeed feed,
        EventLog journal,
        CdrStore cdrs,
        CdrFiles cdrFiles,
        SinkService sinks,
        CallGuard guard,
        Recordings recordings) {
    private static final int MOST_CALLS = 5000;
    private static final int SCHEDULE_WORKERS = 4;
    private static final int RECORDING_WRITERS = 2;

    static CallService build(
            Foundation foundation, SipSide sip, RtpReceiver receiver, ContentStore content, Application.Closing closing)
            throws IOException {
        Settings settings = foundation.settings();
        JdbcCalls store = new JdbcCalls(foundation.database().jdbi());
        JdbcCdrs cdrs = new JdbcCdrs(foundation.database().jdbi());
        EventFeed feed = new EventFeed(store);
        CloudEvents events = new CloudEvents(foundation.publicUrl().text() + "/click-to-dial");
        CdrFiles cdrFiles = cdrFiles(foundation, cdrs, closing);
        SinkService sinks = SinkService.build(foundation, closing);
        Recordings recordings = recordings(foundation, content, closing);
        EventLog journal = closing.closing(new EventLog(
                store,
                feed,
                sinks.delivery(),
                events,
                orphans(foundation)::end,
                call -> !recordings.ofCall(call.text()).isEmpty(),
                foundation.clock(),
                foundation.metrics()));
        CallEnvironment environment = new CallEnvironment(
                sip.stack().calls(),
                journal,
                foundation.trace(),
                foundation.clock(),
                foundation.random(),
                new CallEnvironment.Limits(
                        settings.calls().ringTimeout(), settings.calls().longest(), MOST_CALLS),
                new CallEnvironment.Names(
                        settings.sip().imsDomain(), settings.network().publicHost()),
                sounds(foundation, receiver, closing),
                recordings);
        ApiClients clients = new JdbcApiClients(foundation.database().jdbi());
        CallGuard guard = guard(settings.guard(), cdrs, clients, foundation);
        ClickToDial clickToDial = closing.closing(new ClickToDial(
                sip.stack()::isReady,
                sip.stack().sessions(),
                environment,
                store,
                foundation.associations(),
                guard,
                foundation.metrics()));
        IdempotencyKeys keys = new JdbcIdempotencyKeys(foundation.database().jdbi());
        return new CallService(
                clickToDial,
                schedule(foundation, clickToDial, closing),
                keys,
                feed,
                journal,
                cdrs,
                cdrFiles,
                sinks,
                guard,
                recordings);
    }

    private static Recordings recordings(Foundation foundation, ContentStore content, Application.Closing closing) {
        Settings.Calls settings = foundation.settings().calls();
        ScheduledExecutorService writers =
                Executors.newScheduledThreadPool(RECORDING_WRITERS, Threads.named("call-recording"));
        closing.closing((AutoCloseable) writers::shutdownNow);
        return new Recordings(
                new JdbcRecordings(foundation.database().jdbi()),
                content,
                new Recordings.Options(settings.recording(), settings.recordingTone(), settings.recordingExpiry()),
                writers,
                foundation.clock());
    }

    private static SoundPlane sounds(Foundation foundation, RtpReceiver receiver, Application.Closing closing) {
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Threads.named("call-sound"));
        closing.closing((AutoCloseable) ticker::shutdownNow);
        return new RtpSoundPlane(
                receiver, ticker, foundation.settings().network().publicHost());
    }

    private static CallGuard guard(Settings.Guard guard, CdrStore cdrs, ApiClients clients, Foundation foundation) {
        NumberRules numbers =
                new NumberRules(guard.allow(), guard.deny(), guard.premium(), Set.copyOf(guard.emergency()));
        CallGuard.Quotas quotas = new CallGuard.Quotas(
                guard.active(), guard.perMinute(), guard.perDay(), guard.minutesPerDay(), guard.pairPerHour());
        ClientQuotas own = new ClientQuotas(
                quotas,
                name -> Requester.clientId(name)
                        .flatMap(clients::find)
                        .map(ApiClient::quota)
                        .orElse(ApiClient.Quota.USUAL),
                foundation.clock());
        return new CallGuard(numbers, own, cdrs::seconds, foundation.clock());
    }

    // Closed behind the journal, which writes the last records.
    private static CdrFiles cdrFiles(Foundation foundation, CdrStore cdrs, Application.Closing closing) {
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(Threads.named("cdr"));
        Settings settings = foundation.settings();
        CdrFiles files = closing.closing(new CdrFiles(
                cdrs,
                settings.data().resolve("cdr"),
                Duration.ofDays(settings.guard().cdrDays()),
                foundation.clock(),
                writer));
        closing.closing((AutoCloseable) writer::shutdownNow);
        return files;
    }

    private static CallSchedule schedule(Foundation foundation, ClickToDial calls, Application.Closing closing) {
        ExecutorService workers = Executors.newFixedThreadPool(SCHEDULE_WORKERS, Threads.named("schedule"));
        closing.closing((AutoCloseable) workers::shutdownNow);
        return new CallSchedule(
                calls,
                new JdbcSchedule(foundation.database().jdbi()),
                foundation.threads().timers(),
                workers,
                foundation.clock(),
                foundation.random());
    }

    private static OrphanedDialogs orphans(Foundation foundation) throws IOException {
        String bind = foundation.settings().network().bind();
        return new OrphanedDialogs(InetAddress.getByName(bind), foundation.random());
    }

    /** Ends what an earlier process left, and starts writing events. */
    void open() {
        // The final events of calls that were cut off tell what is left of their recordings.
        recordings.open();
        journal.start();
        schedule.open();
        cdrFiles.start();
    }
}
