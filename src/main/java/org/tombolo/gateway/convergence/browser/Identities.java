package org.tombolo.gateway.convergence.browser;

import java.util.List;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;

/** Which IMS user a portal user is, and which one is meant by what a person enters. */
final class Identities {
    private final Associations associations;
    private final String domain;

    /** @param domain of the IMS users */
    Identities(Associations associations, String domain) {
        this.associations = associations;
        this.domain = domain;
    }

    /** By whose name a portal user calls: her SIP address, else a number; empty when she has neither. */
    Optional<Address> of(WebUser user) {
        List<Address> hers = associations.identitiesOf(user, Service.VIDEO);
        return hers.stream()
                .filter(SipAddress.class::isInstance)
                .findFirst()
                .or(() -> hers.stream().findFirst());
    }

    /** The portal user who stands for the IMS user of a Request-URI. */
    Optional<WebUser> user(String uri) {
        return ims(uri).flatMap(ims -> associations.webOf(ims, Service.VIDEO))
                .filter(WebUser.class::isInstance)
                .map(WebUser.class::cast);
    }

    private static Optional<Address> ims(String uri) {
        Optional<Address> number = TelNumber.parse(uri).map(Address.class::cast);
        return number.or(() -> SipAddress.parse(uri).map(SipAddress::bare));
    }

    /** An IMS user by number, SIP address, {@code name@domain}, or the name of a portal user who is one. */
    Optional<Address> find(String entered) {
        String text = entered.trim();
        Optional<? extends Address> address = Address.parse(text);
        if (address.isEmpty()) {
            return WebUser.parse(text).flatMap(this::of);
        } else if (address.get() instanceof WebUser user) {
            return of(user);
        } else if (address.get() instanceof Jid jid) {
            return ours(SipAddress.parse("sip:" + jid.local() + "@" + jid.domain()));
        }
        return address.get() instanceof SipAddress sip ? ours(Optional.of(sip)) : Optional.of(address.get());
    }

    private Optional<Address> ours(Optional<SipAddress> sip) {
        return sip.map(SipAddress::bare).filter(s -> s.host().equals(domain)).map(Address.class::cast);
    }
}
