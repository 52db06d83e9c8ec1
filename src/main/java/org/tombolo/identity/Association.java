package org.tombolo.identity;

/**
 * That an IMS identity and a web identity are the same person, for one service.
 *
 * @param id the association's own name in the API
 * @param ims a {@link SipAddress} (bare) or {@link TelNumber}
 * @param web a {@link Jid} (bare) or {@link WebUser}
 * @param service what it is for
 * @param source who said so
 */
public record Association(String id, Address ims, Address web, Service service, Source source) {

    /** @throws IllegalArgumentException when an address is on the wrong side, or names a device instead of a person */
    public Association {
        if (!isIms(ims)) {
            throw new IllegalArgumentException(
                    "the IMS side of an association is a SIP address without gr or a number, not: " + ims.text());
        }
        if (!isWeb(web)) {
            throw new IllegalArgumentException(
                    "the web side of an association is name@domain without a resource or web:name, not: " + web.text());
        }
    }

    private static boolean isIms(Address address) {
        return address instanceof TelNumber
                || (address instanceof SipAddress sip && sip.gruu().isEmpty());
    }

    private static boolean isWeb(Address address) {
        return address instanceof WebUser
                || (address instanceof Jid jid
                        && jid.resource().isEmpty()
                        && !jid.local().isEmpty());
    }

    /** The service that an association serves. */
    public enum Service {
        /** Pager and session messages. */
        MESSAGING,
        /** Video share. */
        VIDEO
    }

    /** Provenance. */
    public enum Source {
        /** Made by us, by default. */
        DEFAULT,
        /** Entered by an administrator. */
        ADMIN
    }
}
