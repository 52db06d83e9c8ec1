package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.Destination;
import org.tombolo.gateway.interconnection.MsrpErrors;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/** One file of a phone on its way to an XMPP user, who gets a link to it. */
final class FileToXmpp implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(FileToXmpp.class);

    private final XmppLink link;
    private final KeptFiles files;
    private final Executor disk;
    private final Counts counts;
    private final SessionParties parties;
    private final SessionId session;

    /** What is counted. */
    record Counts(Metrics.Counter delivered, Metrics.Counter refused, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(counter(metrics, "delivered"), counter(metrics, "refused"), counter(metrics, "failed"));
        }

        private static Metrics.Counter counter(Metrics metrics, String result) {
            return metrics.counter("tombolo_files_total", "direction", "sip_to_xmpp", "result", result);
        }
    }

    FileToXmpp(
            XmppLink link, KeptFiles files, Executor disk, Counts counts, SessionParties parties, SessionId session) {
        this.link = link;
        this.files = files;
        this.disk = disk;
        this.counts = counts;
        this.parties = parties;
        this.session = session;
    }

    @Override
    public void received(StoredFile file, Optional<Preview> icon, Consumer<MsrpStatus> settled) {
        Optional<StoredFile> thumbnail = icon.flatMap(this::keep);
        var unused = link.send(stanza(file, thumbnail)).thenAccept(fate -> {
            MsrpStatus status = MsrpErrors.toStatus(fate);
            (status.ok() ? counts.delivered() : counts.refused()).increment();
            if (!status.ok()) {
                thumbnail.ifPresent(picture -> disk.execute(() -> files.delete(picture)));
            }
            settled.accept(status);
        });
    }

    private Optional<StoredFile> keep(Preview icon) {
        try {
            return Optional.of(files.keep("thumbnail", icon.type(), icon.content()));
        } catch (IOException e) {
            LOG.warn("a file goes without its icon: {}", e.toString());
            return Optional.empty();
        }
    }

    /** XEP-0066 3: the link is the text, too, for clients that know nothing of it. */
    private XmppMessage stanza(StoredFile file, Optional<StoredFile> thumbnail) {
        String url = files.link(file);
        return new XmppMessage(
                session + ".file",
                parties.ims(),
                parties.xmpp(),
                "chat",
                "",
                parties.thread(),
                "",
                url,
                Optional.empty(),
                List.of(new Extension.OutOfBand(url, file.name()), files.shared(file, thumbnail)));
    }

    @Override
    public void failed(MsrpStatus why) {
        counts.failed().increment();
    }
}
