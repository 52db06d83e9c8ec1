package org.tombolo.gateway.convergence;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.tombolo.gallery.FakeGallery;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.gallery.GalleryStore;
import org.tombolo.identity.Association;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.WebUser;
import org.tombolo.metrics.Metrics;
import org.tombolo.storage.file.DirectoryStore;

/** A recorder of alice's shares into a directory. */
final class Recordings {
    static final WebUser ALICE = new WebUser("alice");
    static final long MOST = 100 << 20;

    final Gallery gallery;
    final Recorder recorder;

    /** @param quota octets of a user */
    Recordings(Path folder, GalleryStore items, long quota, Duration longest, Metrics metrics) throws IOException {
        this(folder, items, quota, longest, new KeepRule(List.of(), List.of("*")), metrics);
    }

    Recordings(Path folder, GalleryStore items, long quota, Duration longest, KeepRule rule, Metrics metrics)
            throws IOException {
        List<GalleryItem> interrupted = items.unfinished();
        DirectoryStore store = new DirectoryStore(
                folder,
                MOST,
                Duration.ofDays(1),
                interrupted.stream().map(GalleryItem::id).collect(Collectors.toSet()),
                new SecureRandom(),
                Clock.systemUTC());
        gallery = new Gallery(
                items,
                store,
                file -> Optional.empty(),
                new Gallery.Limits(quota, Duration.ofDays(1), Duration.ofMinutes(10)),
                Clock.systemUTC());
        FakeAssociations associations = new FakeAssociations();
        associations.add("sip:alice@ims.localhost", "web:alice", Association.Service.VIDEO);
        recorder = new Recorder(
                gallery,
                associations,
                new Recorder.Options(rule, longest),
                interrupted,
                Executors.newCachedThreadPool(),
                metrics,
                Clock.systemUTC());
    }

    /** One for those who want nothing to be recorded. */
    static Recorder recorder(Path folder, Metrics metrics) throws IOException {
        return new Recordings(folder, new FakeGallery(), MOST, Duration.ofHours(1), metrics).recorder;
    }

    /** What is shared with alice. */
    static Share share() {
        return new Share(
                "AAAAAAAAAAAAAAAAAAAAAA",
                SipAddress.of("demo", "ims.localhost"),
                SipAddress.of("alice", "ims.localhost"),
                ShareState.LIVE,
                "",
                Clock.systemUTC().instant(),
                "");
    }
}
