package org.tombolo.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationEventsTest {
    private final List<String> registered = new ArrayList<>();
    private final RegistrationEvents events = new RegistrationEvents();
    private final ThirdPartyRegistrations registrations = new ThirdPartyRegistrations(events);

    @BeforeEach
    void listen() {
        events.listen(registered::add);
    }

    private FakeIncoming register(Map<String, List<String>> headers) {
        FakeIncoming request = new FakeIncoming("REGISTER", "sip:as.ims.test", false, headers);
        registrations.handle(request);
        assertThat(request.replies.get(0).status()).isEqualTo(200);
        return request;
    }

    @Test
    void ts24229_5_7_1_1_whoCameIsToldWithEveryIdentity() {
        register(Map.of(
                "To",
                List.of("<sip:alice@ims.test>"),
                "Expires",
                List.of("720"),
                "P-Associated-URI",
                List.of("<sip:alice@ims.test>, <tel:+15550001>", "<sip:a@ims.test, tel:+15550009>")));
        assertThat(registered)
                .containsExactly("sip:alice@ims.test", "tel:+15550001", "sip:a@ims.test", "tel:+15550009");
    }

    @Test
    void ts24229_5_7_1_1_whoLeftIsNotTold() {
        register(Map.of("To", List.of("<sip:alice@ims.test>"), "Expires", List.of("0")));
        assertThat(registered).isEmpty();
    }
}
