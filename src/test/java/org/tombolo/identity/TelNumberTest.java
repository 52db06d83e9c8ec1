package org.tombolo.identity;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3966, RFC 3261 19.1.6. */
class TelNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+15550001",
                "TEL:+1-555-0001",
                "tel:+1(555)00.01",
                "tel:+15550001;ext=12;phone-context=+1",
                "+15550001",
                "<tel:+15550001>;tag=1",
                "\"Alice\" <tel:+1-555-0001>",
                "sip:+15550001@ims.test;user=phone",
                "sip:+1-555-0001@10.0.0.1:5060;transport=udp;user=PHONE",
                "sips:+15550001;npdi@ims.test;user=phone",
            })
    void section3_readsAGlobalNumber(String text) {
        assertThat(TelNumber.parse(text)).contains(new TelNumber("+15550001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tel:",
                "tel:+",
                "tel:15550001",
                "tel:7042;phone-context=ims.test",
                "tel:-+15550001",
                "tel:+05550001",
                "tel:+1234",
                "tel:+1234567890123456",
                "tel:+1 555 0001",
                "tel:+1555000a",
                "tel:+1555\u0660\u0661\u0662\u0663",
                "sip:+15550001@ims.test",
                "sip:alice@ims.test;user=phone",
                "<tel:+15550001",
            })
    void section3_refusesWhatIsNone(String text) {
        assertThat(TelNumber.parse(text)).isEmpty();
    }

    @Property
    void whatIsWrittenReadsTheSame(@ForAll @LongRange(min = 10_000, max = 999_999_999_999_999L) long number) {
        TelNumber tel = new TelNumber("+" + number);
        assertThat(TelNumber.parse(tel.text())).contains(tel);
        assertThat(Address.parse(tel.e164())).isEqualTo(java.util.Optional.of(tel));
    }

    @Property
    void noTextBreaksIt(@ForAll String text) {
        TelNumber.parse("tel:+" + text).ifPresent(tel -> assertThat(tel.e164()).matches("\\+[1-9]\\d{4,14}"));
    }
}
