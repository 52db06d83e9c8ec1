package org.tombolo.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/** RFC 7315 4.1 in third-party registrations. */
class AssociatedNumbersTest {
    private static final TelNumber NUMBER = new TelNumber("+15550001");

    private final AssociatedNumbers numbers = new AssociatedNumbers(request -> {});

    private void registers(String associated) {
        numbers.handle(new FakeIncoming(
                "REGISTER", "sip:tombolo.test", false, Map.of("P-Associated-URI", List.of(associated))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:alice@ims.test>, <tel:+15550001>",
                "<tel:+1-555-0001>,<sip:+15550001@ims.test;user=phone>,<sip:alice@ims.test>",
                // As Kamailio's S-CSCF writes it.
                "<sip:alice@ims.test, tel:+15550001>"
            })
    void aNumberIsHersWhoRegistersWithIt(String associated) {
        registers(associated);
        assertThat(numbers.owner(NUMBER)).contains(SipAddress.of("alice", "ims.test"));
    }

    @Test
    void aNumberAloneIsNobodys() {
        registers("<tel:+15550001>");
        assertThat(numbers.owner(NUMBER)).isEmpty();
    }
}
