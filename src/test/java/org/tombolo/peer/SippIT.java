package org.tombolo.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The driver of sipp, against sipp. */
class SippIT {

    @Test
    void aMessageIsSentReceivedAndAnswered() throws IOException {
        int port = Ports.free();
        try (Sipp uas =
                Sipp.scenario("message-uas.xml").listen("127.0.0.1", port).start()) {
            Sipp.Result sent = message(port).with("text", "Grüße").run();
            assertThat(sent.ok()).as(sent.toString()).isTrue();
            Sipp.Result received = uas.await(Duration.ofSeconds(10));
            assertThat(received.received()).hasSize(1);
            assertThat(received.received().get(0))
                    .startsWith("MESSAGE sip:juliet@localhost SIP/2.0")
                    .endsWith("Grüße");
        }
    }

    @Test
    void anotherStatusThanExpectedFails() throws IOException {
        int port = Ports.free();
        try (Sipp uas = Sipp.scenario("message-uas.xml")
                .with("answer", "404 Not Found")
                .listen("127.0.0.1", port)
                .start()) {
            Sipp.Result result = message(port).run();
            assertThat(result.ok()).isFalse();
            assertThat(result.received()).hasSize(1).first().asString().startsWith("SIP/2.0 404 Not Found");
            assertThat(uas.await(Duration.ofSeconds(10)).ok()).isTrue();
        }
    }

    private static Sipp.Builder message(int port) throws IOException {
        return Sipp.scenario("message-uac.xml")
                .to("127.0.0.1:" + port)
                .listen("127.0.0.1", Ports.free())
                .with("from", "sip:alice@ims.localhost")
                .with("to", "sip:juliet@localhost");
    }
}
