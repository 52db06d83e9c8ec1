package org.tombolo.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Domains;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

class ContactSearchTest {
    private final FakeAssociations associations = new FakeAssociations();
    private final ContactSearch search = new ContactSearch(
            new AddressMapping(new Domains("ims.test", "ims.xmpp.test", "xmpp.test"), associations),
            associations,
            number -> Optional.of(number)
                    .filter(new TelNumber("+15550003")::equals)
                    .map(n -> SipAddress.of("demo", "ims.test")),
            "web.xmpp.test");

    @BeforeEach
    void bobIsOnTheWebAndOnAPhone() {
        associations.add("sip:bob@ims.test", "bob@web.xmpp.test", Service.MESSAGING);
        associations.add("tel:+15550002", "bob@web.xmpp.test", Service.MESSAGING);
        associations.add("sip:carol@ims.test", "web:carol", Service.VIDEO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "web:bob"})
    void aNameFindsThePortalUser(String name) {
        assertThat(search.find(name))
                .containsExactly(new Contact("bob@web.xmpp.test", "bob", Contact.Kind.WEB, "sip:bob@ims.test"));
    }

    @Test
    void aPortalUserIsKnownByHerVideoAssociationToo() {
        assertThat(search.find("carol")).extracting(Contact::address).containsExactly("carol@web.xmpp.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bo", "b", "", "dave", "%", "bob*", "*"})
    void aPartOfANameFindsNobody(String part) {
        assertThat(search.find(part)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+15550002", "tel:+1-555-0002", "+15550002@ims.xmpp.test"})
    void aNumberFindsTheBrowserBeforeThePhone(String number) {
        assertThat(search.find(number))
                .containsExactly(
                        new Contact("bob@web.xmpp.test", "bob", Contact.Kind.WEB, "tel:+15550002"),
                        new Contact("+15550002@ims.xmpp.test", "+15550002", Contact.Kind.PHONE, "tel:+15550002"));
    }

    @Test
    void whoseNumberIsKnownIsFoundUnderTheAddressThatHerAnswersComeFrom() {
        assertThat(search.find("+15550003"))
                .containsExactly(new Contact("demo@ims.xmpp.test", "demo", Contact.Kind.PHONE, "tel:+15550003"));
    }

    @Test
    void anUnknownNumberIsAPhone() {
        assertThat(search.find("+15550009")).extracting(Contact::kind).containsExactly(Contact.Kind.PHONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:dave@ims.test", "dave@ims.xmpp.test"})
    void aSipAddressIsAPhone(String address) {
        assertThat(search.find(address))
                .containsExactly(new Contact("dave@ims.xmpp.test", "dave", Contact.Kind.PHONE, "sip:dave@ims.test"));
    }

    @Test
    void aSipAddressInAnXmppDomainIsNoPhone() {
        assertThat(search.find("sip:juliet@xmpp.test"))
                .containsExactly(new Contact("juliet@xmpp.test", "juliet", Contact.Kind.XMPP, "sip:juliet@xmpp.test"));
    }

    @Test
    void anXmppAddressIsTakenAsItIsWithoutItsDevice() {
        assertThat(search.find("juliet@xmpp.test/balcony"))
                .containsExactly(new Contact("juliet@xmpp.test", "juliet", Contact.Kind.XMPP, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mallory@elsewhere.test", "xmpp:xmpp.test", "xmpp:ims.xmpp.test", "@", "sip:", "a b@c d"})
    void whoMayNotBeWrittenToIsNotFound(String address) {
        assertThat(search.find(address)).isEmpty();
    }
}
