package org.tombolo.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3261 19.1 and 25.1, RFC 5627. */
class SipAddressTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "sip:alice@ims.test, sip:alice@ims.test",
                "SIP:Alice@IMS.Test, sip:Alice@ims.test",
                "sips:alice@ims.test, sips:alice@ims.test",
                "sip:ims.test, sip:ims.test",
                "sip:alice@ims.test., sip:alice@ims.test",
                "sip:alice@ims.test:5060, sip:alice@ims.test",
                "sip:alice:secret@ims.test, sip:alice@ims.test",
                "sip:alice@[2001:db8::1]:5060, sip:alice@[2001:db8::1]",
                "sip:alice@192.0.2.1;transport=tcp, sip:alice@192.0.2.1",
                "sip:alice@ims.test;lr;gr=urn:uuid:f81d4fae-7dec;ob, sip:alice@ims.test;gr=urn:uuid:f81d4fae-7dec",
                "sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@ims.test;gr, sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@ims.test",
                "<sip:alice@ims.test>;tag=1, sip:alice@ims.test",
                "`\"Alice <sip:eve@x.test>, \\\" A\" <sip:alice@ims.test>;tag=1`, sip:alice@ims.test",
                "Alice <sip:alice@ims.test>, sip:alice@ims.test",
                "`sip:alice@ims.test;+sip.instance=\"<urn:uuid:1>\"`, sip:alice@ims.test",
                "sip:%61lice@ims.test, sip:alice@ims.test",
                "sip:f%c3%bc@ims.test, sip:f%C3%BC@ims.test",
                "sip:+15550001;phone-context=x@ims.test;user=phone, sip:+15550001;phone-context=x@ims.test",
            })
    void section19_1_readsAnAddressOfRecord(String uri, String expected) {
        assertThat(SipAddress.parse(uri)).map(SipAddress::text).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice@ims.test",
                "tel:+15550001",
                "sip:",
                "sip:@ims.test",
                "sip:alice@",
                "sip:alice@@ims.test",
                "sip:a b@ims.test",
                "sip:al\u00efce@ims.test",
                "sip:alice%4@ims.test",
                "sip:alice@ims..test",
                "sip:alice@-ims.test",
                "sip:alice@ims_test",
                "sip:alice@[::g]",
                "sip:alice@[::1",
                "sip:alice@[fe80::1%25eth0]",
                "sip:alice@ims.test:port",
                "sip:alice@ims.test:999999",
                "sip:alice@ims.test?Subject=x",
                "sip:alice@ims.test;gr=\"x\"",
                "<sip:alice@ims.test",
                "\"Alice sip:alice@ims.test",
                "sip:alice@ims.test\r\nVia: x",
            })
    void section25_1_refusesWhatIsNone(String uri) {
        assertThat(SipAddress.parse(uri)).isEmpty();
    }

    @Test
    void veryLongInputIsRefusedAndNotRecursedInto() {
        assertThat(SipAddress.parse("sip:" + "%20".repeat(100_000) + "@ims.test"))
                .isEmpty();
    }

    @Test
    void namesThePartThatIsWrong() {
        assertThatThrownBy(() -> SipAddress.of("a@b", "ims.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a user part of a SIP address: a@b");
    }

    @Property
    void whatIsWrittenReadsTheSame(@ForAll("addresses") SipAddress address) {
        assertThat(SipAddress.parse(address.text())).contains(address);
        assertThat(SipAddress.parse("\"x\" <" + address.text() + ">;tag=1")).contains(address);
    }

    @Property
    void noTextBreaksIt(@ForAll String text) {
        SipAddress.parse("sip:" + text)
                .ifPresent(a -> assertThat(SipAddress.parse(a.text())).contains(a));
    }

    @Provide
    Arbitrary<SipAddress> addresses() {
        Arbitrary<String> users = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("AZ09-_.!~*'()&=+$,;?/")
                .ofMaxLength(40);
        Arbitrary<String> hosts = Arbitraries.of("ims.test", "a-b.c", "192.0.2.7", "[2001:db8::1]", "localhost");
        Arbitrary<String> gruus = Arbitraries.of("", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "x=1");
        return Combinators.combine(Arbitraries.of(true, false), users, hosts, gruus)
                .as(SipAddress::new);
    }
}
