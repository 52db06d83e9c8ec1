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
