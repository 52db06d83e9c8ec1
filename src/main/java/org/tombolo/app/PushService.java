package org.tombolo.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.servlet.ServletContext;
import org.tombolo.config.Settings;
import org.tombolo.filetransfer.FileSender;
import org.tombolo.gateway.interaction.push.Phones;
import org.tombolo.gateway.interaction.push.PushEvents;
import org.tombolo.gateway.interaction.push.PushFeed;
import org.tombolo.gateway.interaction.push.PushJournal;
import org.tombolo.gateway.interaction.push.PushQueue;
import org.tombolo.gateway.interaction.push.Pushes;
import org.tombolo.gateway.interaction.push.Ways;
import org.tombolo.identity.Address;
import org.tombolo.identity.TelNumber;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.Feature;
import org.tombolo.store.jdbc.JdbcPushDeliveries;
import org.tombolo.store.jdbc.JdbcPushes;
import org.tombolo.web.Access;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.pushes.PushDeliveriesResource;
import org.tombolo.web.pushes.PushFiles;
import org.tombolo.web.pushes.PushParties;
import org.tombolo.web.pushes.PushResource;
import org.tombolo.web.pushes.PushSummariesResource;
import org.tombolo.web.pushes.PushedFileServlet;
import org.tombolo.web.pushes.UploadsServlet;

/** Content pushed to IMS users. */
record PushService(Pushes pushes, PushFeed feed, JdbcPushes store, JdbcPushDeliveries deliveries, PushJournal journal) {
    private static final String LINKS = "/p";
    private static final Duration RING = Duration.ofSeconds(60);
    private static final int PREPARING = 2;
    private static final int MOST_READERS = 50;
    private static final int MOST_UPLOADS = 20;

    static PushService build(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            ChatService chats,
            ContentService content,
            CallService calls,
            Application.Closing closing) {
        Settings settings = foundation.settings();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Threads.named("pushes"));
        closing.closing((AutoCloseable) thread::shutdownNow);
        ExecutorService preparing = Executors.newFixedThreadPool(PREPARING, Threads.named("push-file"));
        closing.closing((AutoCloseable) preparing::shutdownNow);
        JdbcPushes store = new JdbcPushes(foundation.database().jdbi());
        PushFeed feed = new PushFeed(store);
        JdbcPushDeliveries deliveries =
                new JdbcPushDeliveries(foundation.database().jdbi());
        PushJournal journal = new PushJournal(
                store,
                deliveries,
                new PushEvents(foundation.publicUrl().text() + "/api/v1/pushes"),
                feed,
                calls.sinks().delivery(),
                foundation.metrics());
        Ways ways = ways(foundation, sip, msrp, chats, content, preparing);
        PushQueue queue = new PushQueue(
                new PushQueue.Ports(
                        store,
                        journal,
                        feed,
                        ways,
                        thread,
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.random(),
                        foundation.clock()),
                settings.messages().retry());
        Pushes pushes = new Pushes(
                sip.stack()::isReady,
                new Pushes.Ports(
                        store,
                        journal,
                        queue,
                        content.store(),
                        ways,
                        foundation.associations(),
                        calls.guard().apart(),
                        foundation.random(),
                        foundation.clock()),
                new Pushes.Limits(
                        settings.pushes().most(),
                        settings.pushes().lifetime(),
                        settings.pushes().link()));
        foundation.metrics().gauge("tombolo_pushes_waiting", queue::size);
        sip.whenRegistered(pushes::registered);
        foundation
                .threads()
                .timers()
                .scheduleWithFixedDelay(() -> thread.execute(pushes::purge), 1, 10, TimeUnit.MINUTES);
        return new PushService(pushes, feed, store, deliveries, journal);
    }

    private static Ways ways(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            ChatService chats,
            ContentService content,
            ExecutorService preparing) {
        FileSender sender = new FileSender(
                new FileSender.Ports(
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        msrp,
                        content.store(),
                        content.disk(),
                        foundation.trace(),
                        foundation.clock(),
                        foundation.random()),
                RING);
        Phones phones = new Phones(
                user -> known(chats, user),
                user -> chats.phones().test(user.text(), Feature.MESSAGES),
                user -> chats.phones().test(user.text(), Feature.FILE_LINKS));
        return Ways.of(
                new Ways.Ports(
                        phones,
                        sender,
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        content.store(),
                        content.previews(),
                        preparing),
                foundation.publicUrl().text() + LINKS,
                foundation.settings().sip().imsDomain());
    }

    private static Address known(ChatService chats, Address user) {
        return user instanceof TelNumber number
                ? chats.owners().apply(number).<Address>map(owner -> owner).orElse(user)
                : user;
    }

    List<Object> resources(
            Foundation foundation, CallService calls, ContentService content, EventStreams streams, Executor readers) {
        return List.of(
                new PushDeliveriesResource(pushes, feed, deliveries, journal),
                new PushSummariesResource(deliveries),
                new PushResource(
                        pushes,
                        feed,
                        new PushParties(calls.clickToDial(), foundation.associations()),
                        new PushFiles(content.gallery(), store, foundation.clock()),
                        calls.keys(),
                        streams,
                        readers,
                        foundation.clock()));
    }

    void serve(ServletContext context, Foundation foundation, ContentService content, Access access) {
        context.addServlet("pushed", new PushedFileServlet(pushes, content.store(), MOST_READERS))
                .addMapping(LINKS + "/*");
        Settings settings = foundation.settings();
        context.addServlet(
                        "push-uploads",
                        new UploadsServlet(
                                content.store(),
                                store,
                                access,
                                pushes::fileExpiry,
                                foundation.clock(),
                                new UploadsServlet.Limits(
                                        settings.files().most(),
                                        settings.gallery().quota(),
                                        MOST_UPLOADS)))
                .addMapping("/media/uploads");
    }
}
