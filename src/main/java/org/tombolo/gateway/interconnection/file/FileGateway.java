package org.tombolo.gateway.interconnection.file;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.tombolo.filetransfer.FileReceiver;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Admission;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;

/** Files that IMS users send to XMPP users by MSRP (RFC 5547): each is kept, and the XMPP user gets a link to it (XEP-0066). */
public final class FileGateway implements SipHandler {
    private final Ports ports;
    private final FileToXmpp.Counts counts;
    private final FileReceiver receiver;

    /**
     * What the gateway is told by the settings.
     *
     * @param most octets of a file
     * @param transfers files that may come at a time
     * @param patience how long a phone may take to begin, and to end the session when all is said
     * @param resume how long a phone whose connection broke may take to send the rest
     */
    public record Options(long most, int transfers, Duration patience, Duration resume) {}

    /**
     * What the gateway stands on.
     *
     * @param disk runs what waits for the store
     */
    public record Ports(
            XmppLink link,
            MsrpSessions msrp,
            AddressMapping addresses,
            KeptFiles files,
            Executor disk,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    public FileGateway(Options options, Ports ports) {
        this.ports = ports;
        this.counts = FileToXmpp.Counts.of(ports.metrics());
        this.receiver = new FileReceiver(
                new FileReceiver.Options(options.most(), options.transfers(), options.patience(), options.resume()),
                new FileReceiver.Ports(
                        ports.msrp(),
                        ports.files().store(),
                        ports.disk(),
                        ports.trace(),
                        ports.clock(),
                        ports.random()));
        ports.metrics().gauge("tombolo_file_transfers_active", receiver::open);
    }

    /** Whether a request is ours: an INVITE to an XMPP user that offers a file. */
    public boolean serves(SipRequest request) {
        return FileReceiver.offersFile(request) && Admission.isForXmpp(request, ports.addresses());
    }

    /** An IMS user offers a file. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        Admission admission = Admission.of(request, ports.addresses());
        if (admission instanceof Admission.Refused refused) {
            request.reply(refused.reply());
            request.session().end();
        } else {
            SessionParties parties = ((Admission.Admitted) admission).parties();
            receiver.take(
                    request,
                    new FileReceiver.Parties(
                            parties.ims().text(), parties.xmpp().bare().text(), Long.MAX_VALUE),
                    new FileToXmpp(
                            ports.link(),
                            ports.files(),
                            ports.disk(),
                            counts,
                            parties,
                            request.session().id()));
        }
    }

    /** Gives up what phones have not come back for. Waits for the disk. */
    public void tidy() {
        receiver.tidy();
    }
}
