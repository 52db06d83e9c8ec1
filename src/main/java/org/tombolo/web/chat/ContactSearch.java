package org.tombolo.web.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;

/**
 * Finds people by a whole number, address or name, so that nobody can list who is there: a part of a name finds nobody.
 */
public final class ContactSearch {
    private final AddressMapping mapping;
    private final Associations associations;
    private final Function<TelNumber, Optional<SipAddress>> owners;
    /** Who searches: of the portal users' domain. */
    private final Jid asking;

    private final String chatDomain;

    /**
     * @param owners whose number it is, as far as we know; her answers come from her SIP address
     * @param chatDomain domain of portal users
     */
    public ContactSearch(
            AddressMapping mapping,
            Associations associations,
            Function<TelNumber, Optional<SipAddress>> owners,
            String chatDomain) {
        this.mapping = mapping;
        this.associations = associations;
        this.owners = owners;
        this.chatDomain = chatDomain;
        this.asking = new Jid("", chatDomain, "");
    }

    /**
     * Who that is; at most two ways to reach one person, the better one first.
     *
     * @param query a number with {@code +}, a SIP or XMPP address, or a portal user's name
     */
    List<Contact> find(String query) {
        Optional<? extends Address> address = Address.parse(query);
        if (address.isEmpty()) {
            return WebUser.parse(query).flatMap(this::portalUser).stream().toList();
        }
        if (address.get() instanceof WebUser user) {
            return portalUser(user).stream().toList();
        }
        return address.get() instanceof Jid jid ? ofJid(jid.bare()) : ofIms(address.get());
    }

    private List<Contact> ofJid(Jid jid) {
        if (mapping.isOurs(jid)) {
            return mapping.jidToImsUri(jid)
                    .flatMap(Address::parse)
                    .map(this::ofIms)
                    .orElse(List.of());
        }
        return mapping.isXmpp(jid) && !jid.local().isEmpty() ? List.of(contact(jid, "")) : List.of();
    }

    private List<Contact> ofIms(Address ims) {
        List<Contact> found = new ArrayList<>();
        mapping.xmppTarget(ims.text()).ifPresent(target -> found.add(contact(target.jid(), ims.text())));
        phone(ims).ifPresent(found::add);
        return found;
    }

    private Optional<Contact> phone(Address ims) {
        if (ims instanceof TelNumber number) {
            Jid jid = owners.apply(number)
                    .flatMap(user -> mapping.imsUserToJid(user, asking))
                    .orElseGet(() -> mapping.numberToJid(number, asking));
            return Optional.of(new Contact(jid.text(), jid.local(), Contact.Kind.PHONE, number.text()));
        }
        return Optional.of(ims)
                .map(SipAddress.class::cast)
                .filter(sip -> !mapping.isXmpp(sip.text()))
                .flatMap(user -> mapping.imsUserToJid(user, asking))
                .filter(jid ->
                        mapping.imsTarget(jid).filter(mapping::mayReceive).isPresent())
                .map(jid -> new Contact(jid.text(), ((SipAddress) ims).user(), Contact.Kind.PHONE, ims.text()));
    }

    private Contact contact(Jid jid, String ims) {
        boolean ours = jid.domain().equals(chatDomain);
        return new Contact(jid.text(), jid.local(), ours ? Contact.Kind.WEB : Contact.Kind.XMPP, ims);
    }

    /** A portal user has an association; who has none is not said to exist. */
    private Optional<Contact> portalUser(WebUser user) {
        Jid jid = new Jid(user.name(), chatDomain, "");
        return Stream.of(associations.imsOf(jid, Service.MESSAGING), associations.imsOf(user, Service.VIDEO))
                .flatMap(Optional::stream)
                .findFirst()
                .map(ims -> contact(jid, ims.text()));
    }
}
