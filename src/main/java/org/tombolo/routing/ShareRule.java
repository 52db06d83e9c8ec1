package org.tombolo.routing;

import java.util.Optional;
import java.util.function.Predicate;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.SipRequest;

/** Whether the browser is asked instead of a device: for video to somebody who has a portal account and no video phone. */
public final class ShareRule implements Predicate<SipRequest> {
    private final Predicate<SipRequest> ofVideo;
    private final Associations associations;
    private final Predicate<String> hasVideoPhone;

    /**
     * @param ofVideo whether a request offers video, or asks whether it could
     * @param hasVideoPhone whether a phone that takes video is registered for a URI
     */
    public ShareRule(Predicate<SipRequest> ofVideo, Associations associations, Predicate<String> hasVideoPhone) {
        this.ofVideo = ofVideo;
        this.associations = associations;
        this.hasVideoPhone = hasVideoPhone;
    }

    @Override
    public boolean test(SipRequest request) {
        // On the sharer's own leg nothing is decided: the session belongs to whoever is called.
        return !request.isc().sessionCase().equals(Optional.of(SessionCase.ORIGINATING))
                && ofVideo.test(request)
                && onTheWeb(request.requestUri())
                && !hasVideoPhone.test(request.requestUri());
    }

    private boolean onTheWeb(String uri) {
        return ims(uri).flatMap(ims -> associations.webOf(ims, Association.Service.VIDEO))
                .filter(WebUser.class::isInstance)
                .isPresent();
    }

    private static Optional<Address> ims(String uri) {
        Optional<Address> number = TelNumber.parse(uri).map(Address.class::cast);
        return number.or(() -> SipAddress.parse(uri).map(SipAddress::bare));
    }
}
