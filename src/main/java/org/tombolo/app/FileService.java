package org.tombolo.app;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tombolo.config.Settings;
import org.tombolo.filetransfer.FileReceiver;
import org.tombolo.gateway.convergence.content.ContentShares;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.FileGateway;
import org.tombolo.gateway.interconnection.file.FilesToSip;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.Feature;
import org.tombolo.storage.http.HttpRemoteFiles;
import org.tombolo.store.jdbc.JdbcUploads;

/** Files between IMS and XMPP, and into galleries. */
record FileService(FileGateway gateway, FilesToSip toSip, ContentServer contentServer, ContentShares contentShares) {
    private static final int FETCHING = 4;
    private static final int MOST_WAITING = 100;
    private static final Duration FETCH = Duration.ofMinutes(5);
    private static final Duration RING = Duration.ofSeconds(120);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static FileService build(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            MessageService messages,
            ChatService chats,
            ContentService content,
            Application.Closing closing) {
        Settings settings = foundation.settings();
        ThreadPoolExecutor fetching = new ThreadPoolExecutor(
                FETCHING,
                FETCHING,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Threads.named("fetch"));
        fetching.allowCoreThreadTimeOut(true);
        closing.closing((AutoCloseable) fetching::shutdownNow);
        KeptFiles files = content.files();
        ExecutorService disk = content.disk();
        AddressMapping addresses = new AddressMapping(MessageService.domains(settings), foundation.associations());
        FilesToSip toSip = new FilesToSip(
                new FilesToSip.Ports(
                        messages.streams(),
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        msrp,
                        new FilesToSip.Phones(
                                uri -> chats.phones().test(uri, Feature.MESSAGES),
                                uri -> chats.phones().test(uri, Feature.FILE_LINKS)),
                        addresses,
                        new HttpRemoteFiles(
                                content.store(),
                                settings.files().sources(),
                                settings.files().most(),
                                FETCH),
                        files,
                        fetching,
                        disk,
                        foundation.trace(),
                        foundation.clock(),
                        foundation.random()),
                RING,
                chats.gateway());
        FileGateway gateway = new FileGateway(
                new FileGateway.Options(
                        settings.files().most(),
                        settings.files().transfers(),
                        PATIENCE,
                        settings.files().resume()),
                new FileGateway.Ports(
                        messages.streams(),
                        msrp,
                        addresses,
                        files,
                        disk,
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()));
        foundation.threads().timers().scheduleWithFixedDelay(() -> disk.execute(gateway::tidy), 1, 1, TimeUnit.MINUTES);
        ContentShares shares = contentShares(foundation, msrp, content);
        foundation.threads().timers().scheduleWithFixedDelay(() -> disk.execute(shares::tidy), 1, 1, TimeUnit.MINUTES);
        ContentServer contentServer = new ContentServer(
                files,
                new JdbcUploads(foundation.database().jdbi()),
                settings.files().most(),
                settings.files().resume(),
                foundation.clock());
        foundation
                .threads()
                .timers()
                .scheduleWithFixedDelay(() -> disk.execute(contentServer::tidy), 1, 1, TimeUnit.MINUTES);
        return new FileService(gateway, toSip, contentServer, shares);
    }

    private static ContentShares contentShares(Foundation foundation, MsrpEndpoint msrp, ContentService content) {
        Settings.Files settings = foundation.settings().files();
        FileReceiver receiver = new FileReceiver(
                new FileReceiver.Options(settings.most(), settings.transfers(), PATIENCE, settings.resume()),
                new FileReceiver.Ports(
                        msrp,
                        content.store(),
                        content.disk(),
                        foundation.trace(),
                        foundation.clock(),
                        foundation.random()));
        return new ContentShares(
                receiver, content.gallery(), foundation.associations(), content.disk(), foundation.metrics());
    }
}
