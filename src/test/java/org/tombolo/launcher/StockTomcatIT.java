package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.peer.Gateway;

/** What an operator does: a stock Tomcat with the container's jars, our archive copied into webapps. */
class StockTomcatIT {
    private static final String READY = "/tombolo/health/ready";

    @TempDir
    static Path directory;

    @BeforeAll
    static void assemble() throws IOException, InterruptedException {
        Path log = directory.resolve("assemble.log");
        int code = new ProcessBuilder("deploy/containers/tomcat.sh", tomcat().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
    }

    private static Path tomcat() {
        return directory.resolve("tomcat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombolo.war", "tombolo.sar"})
    void anArchiveInWebappsIsServedUnderItsName(String archive) throws IOException {
        Path copy = tomcat().resolve("webapps").resolve(archive);
        Files.copy(Path.of("target", archive), copy);
        List<String> command = List.of(tomcat().resolve("bin/catalina.sh").toString(), "run");
        try (Gateway gateway = Gateway.launch(command, directory.resolve(archive), Map.of())) {
            Awaitility.await("readiness, log " + gateway.output())
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> gateway.get(READY)
                            .filter(answer -> answer.body().contains("\"sip\":{\"status\":\"up\""))
                            .isPresent());
            assertThat(gateway.get("/tombolo/").orElseThrow().statusCode()).isEqualTo(200);
        } finally {
            Files.delete(copy);
            new ProcessBuilder("rm", "-rf", tomcat().resolve("webapps/tombolo").toString()).start();
        }
    }
}
