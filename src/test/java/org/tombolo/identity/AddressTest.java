package org.tombolo.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator may write for an address. */
class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "sip:alice@ims.test, sip:alice@ims.test",
        "SIPS:alice@ims.test, sips:alice@ims.test",
        "tel:+1-555-0001, tel:+15550001",
        "+15550001, tel:+15550001",
        "juliet@localhost, juliet@localhost",
        "xmpp:juliet@localhost, juliet@localhost",
        "xmpp:tsch%C3%BCss@localhost?message;body=x, tsch\u00fcss@localhost",
        "xmpp:localhost, localhost",
        "web:alice, web:alice",
        "' web:alice ', web:alice",
    })
    void readsEachKind(String text, String expected) {
        assertThat(Address.parse(text).map(Address::text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "alice",
                "localhost",
                "web:",
                "web:a b",
                "mailto:a@b",
                "xmpp:",
                "xmpp:%zz",
                "15550001",
                "http://x"
            })
    void refusesAnythingElse(String text) {
        assertThat(Address.parse(text).map(Address::text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "web:alice, web:alice, IMS side",
        "sip:alice@ims.test;gr=x, web:alice, IMS side",
        "sip:alice@ims.test, tel:+15550001, web side",
        "sip:alice@ims.test, juliet@localhost/balcony, web side",
        "sip:alice@ims.test, xmpp:localhost, web side",
    })
    void anAssociationJoinsAPersonOnEachSide(String ims, String web, String blamed) {
        assertThatThrownBy(() -> association(ims, web))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(blamed);
    }

    @Test
    void aNumberAndAJidMayBeAssociated() {
        assertThat(association("+15550001", "juliet@localhost").web()).isEqualTo(new Jid("juliet", "localhost", ""));
    }

    private static Association association(String ims, String web) {
        return new Association(
                "1",
                Address.parse(ims).orElseThrow(),
                Address.parse(web).orElseThrow(),
                Association.Service.MESSAGING,
                Association.Source.ADMIN);
    }
}
