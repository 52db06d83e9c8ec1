package org.tombolo.incontainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;

/** Restcomm SIP Servlets in our launcher: one process a deployment, at the root path. */
public final class RestcommDeployableContainer implements DeployableContainer<RestcommConfiguration> {
    private static final String RUNNER = "ArquillianServletRunner";

    private Path data = Path.of("target/in-container/restcomm");
    private Optional<Gateway> gateway = Optional.empty();

    @Override
    public Class<RestcommConfiguration> getConfigurationClass() {
        return RestcommConfiguration.class;
    }

    @Override
    public void setup(RestcommConfiguration configuration) {
        data = Path.of(configuration.getData());
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 3.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            clear();
            Path war = Files.createDirectories(data).resolve("tombolo.war");
            archive.as(ZipExporter.class).exportTo(war.toFile(), true);
            Gateway started = Gateway.launch(Container.RESTCOMM, data.resolve("data"), Map.of(), war);
            gateway = Optional.of(started);
            awaitRunner(started);
            HTTPContext http = new HTTPContext("127.0.0.1", started.httpPort()).add(new Servlet(RUNNER, ""));
            return new ProtocolMetaData().addContext(http);
        } catch (IOException e) {
            throw new DeploymentException("cannot deploy " + archive.getName(), e);
        }
    }

    private static void awaitRunner(Gateway started) throws DeploymentException {
        try {
            Awaitility.await("the deployment, log " + started.output())
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !started.alive() || started.get("/" + RUNNER).isPresent());
        } catch (ConditionTimeoutException e) {
            throw new DeploymentException("the deployment does not answer: " + started.lastLines(), e);
        }
        if (!started.alive()) {
            throw new DeploymentException("the container ended: " + started.lastLines());
        }
    }

    private void clear() throws IOException {
        if (Files.exists(data)) {
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Override
    public void undeploy(Archive<?> archive) {
        gateway.ifPresent(Gateway::close);
        gateway = Optional.empty();
    }
}
