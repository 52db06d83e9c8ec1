package org.tombolo.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Who somebody is on one network. */
public sealed interface Address permits SipAddress, TelNumber, Jid, WebUser {

    /** The address as its network writes it: {@code sip:alice@ims.test}, {@code tel:+15550001}, {@code juliet@localhost}, {@code web:alice}. */
    String text();

    /**
     * Reads what a person or {@link #text} wrote: {@code sip:}, {@code sips:}, {@code tel:} or a number with {@code +},
     * {@code xmpp:} (RFC 5122) or a plain {@code name@domain}, which is a JID, and {@code web:}. Empty for anything else;
     * a JID without a localpart needs {@code xmpp:}, so that a mere word is no address.
     */
    static Optional<? extends Address> parse(String text) {
        String address = text.trim();
        int colon = address.indexOf(':');
        return switch (address.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
            case "sip", "sips" -> SipAddress.parse(address);
            case "tel" -> TelNumber.parse(address);
            case "web" -> WebUser.parse(address.substring(colon + 1));
            case "xmpp" -> parseXmppUri(address);
            default -> address.contains("@") ? Jid.parse(address) : TelNumber.parse(address);
        };
    }

    private static Optional<Jid> parseXmppUri(String uri) {
        try {
            // RFC 5122 2.2: what follows "?" is an action, not part of the address.
            return Jid.parse(new URI(uri.split("\\?", 2)[0]).getSchemeSpecificPart());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
