package org.tombolo.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.file.FileGateway;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.file.DirectoryStore;

/** Files between IMS and XMPP, and where they are kept. */
record FileService(FileGateway gateway, ContentStore store) {
    private static final int DISK_THREADS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static FileService build(
            Foundation foundation, MsrpEndpoint msrp, MessageService messages, Application.Closing closing)
            throws IOException {
        Settings settings = foundation.settings();
        DirectoryStore store = new DirectoryStore(
                settings.data().resolve("files"),
                settings.files().total(),
                settings.files().expiry(),
                foundation.random(),
                foundation.clock());
        ExecutorService disk = Executors.newFixedThreadPool(DISK_THREADS, Threads.named("disk"));
        closing.closing((AutoCloseable) disk::shutdownNow);
        foundation
                .threads()
                .timers()
                .scheduleWithFixedDelay(() -> disk.execute(store::deleteExpired), 1, 60, TimeUnit.MINUTES);
        FileGateway gateway = new FileGateway(
                new FileGateway.Options(
                        settings.files().most(),
                        settings.files().transfers(),
                        foundation.publicUrl().text() + "/files",
                        PATIENCE),
                new FileGateway.Ports(
                        messages.stream(),
                        msrp,
                        new AddressMapping(MessageService.domains(settings), foundation.associations()),
                        store,
                        disk,
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()));
        return new FileService(gateway, store);
    }
}
