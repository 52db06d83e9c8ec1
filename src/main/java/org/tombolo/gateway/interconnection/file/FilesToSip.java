package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.FileOffer;
import org.tombolo.filetransfer.FileSender;
import org.tombolo.filetransfer.FileSender.Outcome;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Admission;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.RemoteFiles;
import org.tombolo.storage.RemoteFiles.Fetched;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.SelectiveHandler;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/**
 * Files that XMPP users link to (XEP-0066, XEP-0447), fetched, and for phones that take links kept here and described (GSMA
 * RCC.07), for other phones sent by MSRP (RFC 5547). What is no file, or cannot be sent as one, goes on as the message that it is.
 */
public final class FilesToSip extends SelectiveHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FilesToSip.class);

    private final Ports ports;
    private final FileSender sender;

    /**
     * What it stands on.
     *
     * @param phones what phones take
     * @param fetching runs what waits for servers of others; refuses when it has too much to do
     * @param disk runs what waits for the store
     */
    public record Ports(
            XmppLink link,
            SipCalls calls,
            ConvergedSessions sessions,
            MsrpSessions msrp,
            Phones phones,
            AddressMapping addresses,
            RemoteFiles remote,
            KeptFiles files,
            Executor fetching,
            Executor disk,
            Trace trace,
            Clock clock,
            RandomGenerator random) {}

    /**
     * What the phones of IMS users take, by URI.
     *
     * @param sessions MSRP sessions
     * @param links descriptions of files that they fetch themselves
     */
    public record Phones(Predicate<String> sessions, Predicate<String> links) {
        boolean take(String uri) {
            return links.test(uri) || sessions.test(uri);
        }
    }

    /**
     * @param ring how long a phone may take to accept a file
     * @param next gets the link's events, but for files
     */
    public FilesToSip(Ports ports, Duration ring, XmppHandler next) {
        super(next);
        this.ports = ports;
        this.sender = new FileSender(
                new FileSender.Ports(
                        ports.calls(),
                        ports.sessions(),
                        ports.msrp(),
                        ports.files().store(),
                        ports.disk(),
                        ports.trace(),
                        ports.clock(),
                        ports.random()),
                ring);
    }

    @Override
    public void message(XmppMessage stanza) {
        Optional<SessionParties> parties = link(stanza).isEmpty()
                ? Optional.empty()
                : Admission.toIms(stanza, ports.addresses())
                        .filter(who -> ports.phones().take(who.imsUri()));
        if (parties.isEmpty() || !begin(stanza, parties.get())) {
            super.message(stanza);
        }
    }

    /** The link of a message that is nothing but a link to a file that we may fetch. */
    private Optional<String> link(XmppMessage stanza) {
        boolean conversation = stanza.type().equals("chat") || stanza.type().equals("normal");
        return stanza.extension(Extension.OutOfBand.class)
                .map(Extension.OutOfBand::url)
                .or(() -> stanza.extension(Extension.SharedFile.class).map(Extension.SharedFile::url))
                .filter(url -> conversation
                        && (stanza.body().isEmpty() || stanza.body().trim().equals(url))
                        && ports.remote().allows(url));
    }

    private boolean begin(XmppMessage stanza, SessionParties parties) {
        try {
            ports.fetching().execute(() -> fetch(stanza, parties));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("too many files are fetched");
            return false;
        }
    }

    private void fetch(XmppMessage stanza, SessionParties parties) {
        try {
            Fetched fetched = ports.remote().fetch(link(stanza).orElseThrow());
            if (ports.phones().links().test(parties.imsUri())) {
                super.message(described(stanza, fetched.file()));
            } else {
                Optional<Preview> icon = ports.files().preview(fetched.file());
                sender.send(
                        parties.xmppUri(),
                        parties.imsUri(),
                        new FileOffer(fetched, icon),
                        (session, outcome) -> over(stanza, fetched.file(), session, outcome));
            }
        } catch (IOException e) {
            LOG.debug("a file goes as a link: {}", e.toString());
            super.message(stanza);
        }
    }

    /** When no session brought the file there, the link goes as the text it is. On the session's executor. */
    private void over(XmppMessage stanza, StoredFile file, SessionId session, Outcome outcome) {
        if (outcome instanceof Outcome.Delivered && stanza.has(Extension.ReceiptRequest.class)) {
            receipt(stanza, session);
        }
        if (!(outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Sent)) {
            super.message(stanza);
        }
        ports.disk().execute(() -> ports.files().delete(file));
    }

    /** XEP-0184: the IMS user has it. */
    private void receipt(XmppMessage stanza, SessionId session) {
        var unused = ports.link()
                .send(new XmppMessage(
                        session + ".receipt",
                        stanza.to(),
                        stanza.from(),
                        stanza.type(),
                        "",
                        stanza.thread(),
                        "",
                        "",
                        Optional.empty(),
                        List.of(new Extension.Received(stanza.id()))));
    }

    /** GSMA RCC.07: phones fetch from the operator's server, and hear of the size, the type and the end. */
    private XmppMessage described(XmppMessage stanza, StoredFile file) throws IOException {
        Optional<Preview> preview = ports.files().preview(file);
        Optional<StoredFile> thumbnail = preview.isPresent()
                ? Optional.of(ports.files()
                        .keep("thumbnail", preview.get().type(), preview.get().content()))
                : Optional.empty();
        return stanza.without(Extension.SharedFile.class).with(ports.files().shared(file, thumbnail));
    }
}
