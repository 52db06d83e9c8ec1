package org.tombolo.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The driver of Linphone, against sipp. */
class LinphoneIT {

    @Test
    void aMessageGoesOutOverTheProxy() throws IOException {
        int port = Ports.free();
        try (Sipp proxy = Sipp.scenario("as.xml")
                        .calls(2)
                        .listen("127.0.0.1", port)
                        .start();
                Linphone alice = Linphone.start("alice", "ims.localhost", "x", "127.0.0.1:" + port)) {
            alice.awaitRegistered();
            alice.message("sip:juliet@localhost", "hello juliet");
            Sipp.Result result = proxy.await(Duration.ofSeconds(20));
            assertThat(result.received())
                    .last()
                    .asString()
                    .startsWith("MESSAGE sip:juliet@localhost SIP/2.0")
                    .contains("hello juliet");
        }
    }
}
