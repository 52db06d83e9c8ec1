package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Standalone;

/** The same WAR in both containers. */
class GatewayIT {
    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(Container.class)
    void startsAnswersAndStops(Container container) throws IOException {
        long begin = System.nanoTime();
        Gateway gateway = Gateway.start(container, data, Map.of());
        System.out.printf(
                "%s: %d ms to answer, %d kB resident%n",
                container, (System.nanoTime() - begin) / 1_000_000, gateway.residentKilobytes());
        try (gateway) {
            assertThat(gateway.health()).contains("\"database\":{\"status\":\"up\"");
        }
        assertThat(gateway.awaitExit()).as("ended by SIGTERM").isEqualTo(143);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void anotherHoldsThePort(Container container) throws IOException {
        int held = Standalone.in(container).gateway().sipPort();
        Map<String, String> same = Map.of("tombolo.sip.port", String.valueOf(held));
        try (Gateway second = Gateway.launch(container, data, same, Path.of("target/tombolo.war"))) {
            assertThat(second.awaitExit()).isNotZero();
            assertThat(Files.readString(second.output()).strip())
                    .endsWith(
                            "tombolo: port " + held + "/udp on 127.0.0.1 is busy; choose another by tombolo.sip.port");
        }
    }
}
