package org.tombolo.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.deploy.FreshClone.Result;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Prosody;

/** The scripts as a newcomer uses them: from a clone in a temporary folder, with real servers. */
final class ScriptsIT {
    /** The first start builds. */
    private static final Duration START = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    static FreshClone clone;

    private final List<Instance> instances = new ArrayList<>();

    @BeforeAll
    static void cloneRepository() throws IOException {
        clone = FreshClone.into(folder.resolve("clone"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (Instance instance : instances) {
            clone.run(instance.environment(), "deploy/stop.sh");
            List<ProcessHandle> left = instance.processes();
            left.forEach(ProcessHandle::destroyForcibly);
            assertThat(left).as("left running").isEmpty();
        }
    }

    @Test
    void startsInTheBackgroundUntilItIsReady() throws Exception {
        Instance one = instance("background");

        Result run = clone.run(one.environment(), "deploy/run.sh", "--background");

        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.errors()).isEmpty();
        assertThat(one.ready()).isEqualTo(200);
        assertThat(String.join("\n", run.output()))
                .contains("http://127.0.0.1:" + one.http() + "/", "alice@ims.localhost", "juliet@localhost")
                .contains(one.data().resolve("accounts.properties").toString());
        assertOwnerOnly(one.data().resolve("accounts.properties"));
        assertNoPasswordIn(run.output(), one);

        Result again = clone.run(one.environment(), "deploy/run.sh", "--background");
        assertOneLine(again, "already running");
        assertThat(one.ready()).isEqualTo(200);

        assertThat(clone.run(one.environment(), "deploy/stop.sh").status()).isZero();
        assertThat(one.processes()).isEmpty();
        assertThat(one.ready()).isZero();
    }

    @Test
    void twoInstancesRunBesideEachOther() throws Exception {
        Instance one = instance("one");
        Instance two = instance("two");

        assertThat(clone.run(one.environment(), "deploy/run.sh", "--background").status())
                .isZero();
        assertThat(clone.run(two.environment(), "deploy/run.sh", "--background").status())
                .isZero();
        assertThat(clone.run(one.environment(), "deploy/stop.sh").status()).isZero();

        assertThat(one.processes()).isEmpty();
        assertThat(two.ready()).isEqualTo(200);
    }

    @Test
    void openLibertyRunsTheSameWar() throws Exception {
        Instance one = instance("liberty");

        Result run = clone.run(one.environment(), "deploy/run.sh", "--container", "liberty", "--background");

        assertThat(run.status()).as("%s", run).isZero();
        assertThat(one.ready()).isEqualTo(200);
        assertThat(clone.run(one.environment(), "deploy/stop.sh").status()).isZero();
        assertThat(one.processes()).isEmpty();
    }

    @Test
    void theDemoPhoneSharesAndChats() throws Exception {
        Instance one = instance("demo");

        Result run = clone.run(one.environment(), "deploy/run.sh", "--demo", "--background");

        assertThat(run.status()).as("%s", run).isZero();
        Path log = one.data().resolve("log/demo.log");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Files.readString(log))
                        .contains("is registered", "sharing a test video with sip:alice@ims.localhost"));
        String chat = "echo 'Is anybody there?' | deploy/demo/chat.py juliet@localhost demo@ims.localhost --wait 3";
        Result answer = clone.run(one.environment(), "bash", "-c", chat);
        assertThat(String.join("\n", answer.output())).contains("demo@ims.localhost: You said: Is anybody there?");
    }

    @Test
    void theDemoNeedsStandaloneMode() throws Exception {
        Instance one = instance("core");
        Map<String, String> environment =
                one.environmentWith(Map.of("TOMBOLO_SIP_OUTBOUND_PROXY", "sip:127.0.0.4:5060"));

        assertOneLine(clone.run(environment, "deploy/run.sh", "--demo"), "--demo needs standalone mode");
    }

    @Test
    void interruptStopsEverything() throws Exception {
        Instance one = instance("foreground");
        Path output = folder.resolve("foreground.txt");

        // Whoever runs the tests may ignore the signal, and a process inherits that.
        Process run = clone.start(one.environment(), output, "env", "--default-signal=INT", "deploy/run.sh");
        await().atMost(START)
                .until(() -> !run.isAlive() || Files.readString(output).contains("Tombolo is ready."));
        // Ctrl-C in a terminal
        clone.run(Map.of(), "kill", "-INT", String.valueOf(run.pid()));

        assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(one.processes()).isEmpty();
        assertThat(Files.readString(output)).contains("Tombolo is ready.");
    }

    @Test
    void stopLeavesAForegroundRunAlone() throws Exception {
        Instance one = instance("alone");
        Process run = clone.start(one.environment(), folder.resolve("alone.txt"), "deploy/run.sh");
        try {
            await().atMost(START).until(() -> !run.isAlive() || one.ready() == 200);

            Result stop = clone.run(one.environment(), "deploy/stop.sh");

            assertThat(stop.output()).singleElement().asString().startsWith("Nothing was started in the background");
            assertThat(one.ready()).isEqualTo(200);
        } finally {
            run.destroy();
            assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBusyPortIsNamed() throws Exception {
        Instance one = instance("busy");
        try (ServerSocket held = new ServerSocket(one.http(), 1, InetAddress.getLoopbackAddress())) {
            Result run = clone.run(one.environment(), "deploy/run.sh", "--background");

            assertOneLine(run, "port " + held.getLocalPort() + "/tcp is busy");
            assertThat(run.errors().get(0)).contains("TOMBOLO_HTTP_PORT");
            assertThat(one.processes()).isEmpty();
        }
    }

    @Test
    void anXmppServerThatRefusesTheComponentStopsTheStart() throws Exception {
        Instance one = instance("refused");
        try (Prosody prosody = Prosody.started()) {
            Map<String, String> environment = one.environmentWith(Map.of(
                    "TOMBOLO_XMPP_PORT", String.valueOf(prosody.componentPort()), "TOMBOLO_XMPP_SECRET", "wrong"));

            Result run = clone.run(environment, "deploy/run.sh", "--background", "--no-xmpp-server");

            assertOneLine(run, "refuses the component ims.localhost: wrong secret");
            assertThat(one.processes()).isEmpty();
        }
    }

    @Test
    void anXmppServerThatIsAlreadyThereIsUsedAndLeftAlone() throws Exception {
        Instance one = instance("own-server");
        try (Prosody prosody = Prosody.started()) {
            Map<String, String> environment = one.environmentWith(Map.of(
                    "TOMBOLO_XMPP_PORT",
                    String.valueOf(prosody.componentPort()),
                    "TOMBOLO_XMPP_SECRET",
                    Prosody.SECRET));

            Result run = clone.run(environment, "deploy/run.sh", "--background", "--no-xmpp-server");
            assertThat(run.status()).as("%s", run).isZero();
            assertThat(clone.run(environment, "deploy/stop.sh").status()).isZero();

            assertOneLine(
                    clone.run(
                            one.environmentWith(Map.of("TOMBOLO_XMPP_PORT", String.valueOf(one.firstPort() + 4))),
                            "deploy/run.sh",
                            "--background",
                            "--no-xmpp-server"),
                    "no XMPP server takes components");
            assertThat(prosody.clientPort()).isPositive();
            assertThat(new java.net.Socket(InetAddress.getLoopbackAddress(), prosody.clientPort()).isConnected())
                    .isTrue();
        }
    }

    @Test
    void aMissingToolIsNamedWhenItCannotBeInstalled() throws Exception {
        Instance one = instance("missing");
        try (ToolFolder tools = ToolFolder.without("prosody", "apt-get", "sudo")) {
            Map<String, String> environment =
                    one.environmentWith(Map.of("PATH", tools.path().toString()));

            Result run = clone.run(environment, "/bin/bash", "deploy/run.sh", "--background");

            assertOneLine(run, "install the packages prosody");
            assertThat(one.processes()).isEmpty();
        }
    }

    @Test
    void aWrongSettingStopsTheStart() throws Exception {
        Instance one = instance("wrong");

        Result run = clone.run(
                one.environmentWith(Map.of("TOMBOLO_SHARE_SILENCE", "soon")), "deploy/run.sh", "--background");

        assertOneLine(run, "tombolo.share.silence is \"soon\", but must be");
        assertThat(one.processes()).isEmpty();
    }

    @Test
    void anUnknownOptionIsRefused() throws Exception {
        Instance one = instance("option");

        assertOneLine(clone.run(one.environment(), "deploy/run.sh", "--backround"), "unknown option --backround");
    }

    @Test
    void aTokenIsSignedWhileTheServerIsStopped() throws Exception {
        Instance one = instance("token");

        Result token = clone.run(one.environment(), "deploy/token.sh", "calls:read", "calls:write");

        assertThat(token.status()).as("%s", token).isZero();
        assertThat(token.output()).singleElement().asString().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertOwnerOnly(one.data().resolve("issuer.jwk"));
        assertOneLine(clone.run(one.environment(), "deploy/token.sh"), "at least one scope");
    }

    private Instance instance(String name) {
        Instance instance = new Instance(folder.resolve(name), Ports.free(Instance.PORTS));
        instances.add(instance);
        return instance;
    }

    private static void assertOneLine(Result result, String reason) {
        assertThat(result.status()).as("%s", result).isNotZero();
        assertThat(result.errors()).singleElement().asString().contains(reason);
    }

    private static void assertOwnerOnly(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private static void assertNoPasswordIn(List<String> output, Instance instance) throws IOException {
        for (String line : Files.readAllLines(instance.data().resolve("accounts.properties"))) {
            assertThat(String.join("\n", output)).doesNotContain(line.substring(line.indexOf('=') + 1));
        }
    }
}
