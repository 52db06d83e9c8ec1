package org.tombolo.identity;

/** Who somebody is on one network. */
public sealed interface Address permits SipAddress, TelNumber, Jid, WebUser {

    /** The address as its network writes it: {@code sip:alice@ims.test}, {@code tel:+15550001}, {@code juliet@localhost}, {@code web:alice}. */
    String text();
}
