package org.tombolo.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.file.FileGateway;
import org.tombolo.gateway.interconnection.file.FilesToSip;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.storage.http.HttpRemoteFiles;

/** Files between IMS and XMPP, and where they are kept. */
record FileService(FileGateway gateway, FilesToSip toSip, ContentStore store) {
    private static final int FETCHING = 4;
    private static final int MOST_WAITING = 100;
    private static final Duration FETCH = Duration.ofMinutes(5);
    private static final Duration RING = Duration.ofSeconds(120);

    private static final int DISK_THREADS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static FileService build(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            MessageService messages,
            ChatService chats,
            Application.Closing closing)
            throws IOException {
        Settings settings = foundation.settings();
        DirectoryStore store = new DirectoryStore(
                settings.data().resolve("files"),
                settings.files().total(),
                settings.files().expiry(),
                foundation.random(),
                foundation.clock());
        // What sessions still want once we stop is left undone: files that are not whole go at the next start.
        ExecutorService disk = new ThreadPoolExecutor(
                DISK_THREADS,
                DISK_THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Threads.named("disk"),
                new ThreadPoolExecutor.DiscardPolicy());
        closing.closing((AutoCloseable) disk::shutdownNow);
        foundation
                .threads()
                .timers()
                .scheduleWithFixedDelay(() -> disk.execute(store::deleteExpired), 1, 60, TimeUnit.MINUTES);
        ThreadPoolExecutor fetching = new ThreadPoolExecutor(
                FETCHING,
                FETCHING,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Threads.named("fetch"));
        fetching.allowCoreThreadTimeOut(true);
        closing.closing((AutoCloseable) fetching::shutdownNow);
        AddressMapping addresses = new AddressMapping(MessageService.domains(settings), foundation.associations());
        FilesToSip toSip = new FilesToSip(
                new FilesToSip.Ports(
                        messages.stream(),
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        msrp,
                        chats.takesSessions(),
                        addresses,
                        new HttpRemoteFiles(
                                store,
                                settings.files().sources(),
                                settings.files().most(),
                                FETCH),
                        store,
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
                        foundation.publicUrl().text() + "/files",
                        PATIENCE),
                new FileGateway.Ports(
                        messages.stream(),
                        msrp,
                        addresses,
                        store,
                        disk,
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()));
        return new FileService(gateway, toSip, store);
    }
}
