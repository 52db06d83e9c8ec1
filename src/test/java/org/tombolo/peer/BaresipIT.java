package org.tombolo.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The driver of baresip, against baresip. */
class BaresipIT {

    @Test
    void twoPhonesHearEachOthersTone() throws IOException {
        try (Baresip alice = phone("alice", 440);
                Baresip bob = phone("bob", 880)) {
            alice.dial("sip:bob@" + bob.address());
            bob.await("CALL_INCOMING");
            bob.accept();
            alice.await("CALL_ESTABLISHED");
            bob.await("CALL_ESTABLISHED");
            await().untilAsserted(() -> Assertions.assertThat(alice.heard()).isCloseTo(880, Offset.offset(20)));
            await().untilAsserted(() -> Assertions.assertThat(bob.heard()).isCloseTo(440, Offset.offset(20)));
            alice.hangUp();
            assertThat(bob.await("CALL_CLOSED").path("type").asText()).isEqualTo("CALL_CLOSED");
        }
    }

    private static Baresip phone(String user, int hertz) throws IOException {
        return Baresip.start(new Baresip.Account(user, "ims.localhost", "", ""), hertz);
    }
}
