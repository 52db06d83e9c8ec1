package org.tombolo.gateway.convergence.content;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.tombolo.filetransfer.FileReceiver;
import org.tombolo.gallery.Gallery;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** Takes an INVITE that offers a file to a portal user into her gallery. */
public final class ContentShares implements SipHandler {
    // GSMA IR.79 2.3: how phones mark an image share; percent-encoded in a Contact, as RFC 3840 9 wants it.
    private static final String IMAGE_SHARE = "3gpp-application.ims.iari.gsma-is";
    // RFC 3323 4.1.1.3
    private static final Address ANONYMOUS = SipAddress.of("anonymous", "anonymous.invalid");

    private final FileReceiver receiver;
    private final Gallery gallery;
    private final Associations associations;
    private final Executor disk;
    private final FileToGallery.Counts counts;

    /** @param disk runs what waits for the gallery */
    public ContentShares(
            FileReceiver receiver, Gallery gallery, Associations associations, Executor disk, Metrics metrics) {
        this.receiver = receiver;
        this.gallery = gallery;
        this.associations = associations;
        this.disk = disk;
        this.counts = FileToGallery.Counts.of(metrics);
        metrics.gauge("tombolo_content_shares_active", receiver::open);
    }

    /** Whether a request is ours: an INVITE that offers a file to a portal user. */
    public boolean serves(SipRequest request) {
        // On the sender's own leg nothing is decided: the session belongs to whoever is called (TS 24.229 5.7.1).
        return FileReceiver.offersFile(request)
                && !request.isc().sessionCase().equals(Optional.of(SessionCase.ORIGINATING))
                && owner(request).isPresent();
    }

    /** Whether a phone says that it shares an image, as no messenger does. */
    public static boolean isImageShare(SipRequest request) {
        return Stream.of("Accept-Contact", "Contact")
                .flatMap(name -> request.headers(name).stream())
                .anyMatch(value -> value.contains(IMAGE_SHARE));
    }

    private Optional<WebUser> owner(SipRequest request) {
        Optional<Address> number = TelNumber.parse(request.requestUri()).map(Address.class::cast);
        return number.or(() -> SipAddress.parse(request.requestUri()).map(SipAddress::bare))
                .flatMap(ims -> associations.webOf(ims, Association.Service.VIDEO))
                .filter(WebUser.class::isInstance)
                .map(WebUser.class::cast);
    }

    @Override
    public void handle(IncomingRequest request) {
        Optional<SipAddress> sender = request.message().sender();
        Optional<WebUser> owner = owner(request.message());
        if (sender.isEmpty() || owner.isEmpty()) {
            request.reply(SipReply.refusal(403, "the sender is not known by a trusted peer"));
            request.session().end();
            return;
        }
        boolean anonymous = Privacy.of(request.message()).anonymous();
        String from = (anonymous ? ANONYMOUS : sender.get()).text();
        disk.execute(() -> {
            long left = gallery.left(owner.get());
            request.session()
                    .execute(() -> receiver.take(
                            request,
                            new FileReceiver.Parties(
                                    sender.get().text(), owner.get().text(), left),
                            new FileToGallery(gallery, owner.get(), from, counts)));
        });
    }

    /** Gives up what phones have not come back for. Waits for the disk. */
    public void tidy() {
        receiver.tidy();
    }
}
