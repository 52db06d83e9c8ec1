package org.tombolo.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The IMS core, with sipp as application server: what our tests rely on of ISC (TS 24.229 5.4.3). */
class ImsCoreIT {

    @ParameterizedTest
    @EnumSource
    void aRegistrationAndAMessageReachTheApplicationServer(ImsCore.Mode mode) throws IOException {
        int port = Ports.free();
        try (Sipp server = Sipp.scenario("as.xml")
                        .listen("127.0.0.1", port)
                        .calls(2)
                        .start();
                ImsCore core = ImsCore.start(mode, "sip:127.0.0.1:" + port)) {
            int phone = Ports.free();
            ImsCore.register(mode, "alice", phone);
            Sipp.Result sent = Sipp.scenario("message-uac.xml")
                    .to(mode.edge())
                    .listen("127.0.0.1", phone)
                    .with("route", "Route: <sip:orig@" + ImsCore.SCSCF + ";lr>")
                    .with("from", "sip:alice@ims.test")
                    .with("to", "sip:bob@ims.test")
                    .run();
            assertThat(sent.ok()).as(sent.toString()).isTrue();
            assertThat(server.await(Duration.ofSeconds(20)).received())
                    .satisfiesExactly(
                            register -> assertThat(register)
                                    .startsWith("REGISTER sip:127.0.0.1:" + port)
                                    .contains("Event: registration"),
                            message -> assertThat(message)
                                    .startsWith("MESSAGE sip:bob@ims.test")
                                    .contains("<sip:iscmark@" + ImsCore.SCSCF)
                                    .contains("P-Served-User: <sip:alice@ims.test>;sescase=orig;regstate=reg"));
        }
    }
}
