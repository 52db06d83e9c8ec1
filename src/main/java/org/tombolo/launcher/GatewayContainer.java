package org.tombolo.launcher;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.valves.ErrorReportValve;
import org.mobicents.servlet.sip.catalina.SipStandardEngine;
import org.mobicents.servlet.sip.catalina.SipStandardService;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.ServerCertificate;
import org.tombolo.config.Settings;

/** The embedded container with the gateway in it. */
public final class GatewayContainer implements AutoCloseable {
    private static final String ENGINE = "Sip-Servlets";
    private static final String ROUTER_PROVIDER = "javax.servlet.sip.ar.spi.SipApplicationRouterProvider";
    private static final String DAR = "javax.servlet.sip.dar";

    private final ContainerDirectory directory;
    private final StandardServer server;

    private GatewayContainer(ContainerDirectory directory, StandardServer server) {
        this.directory = directory;
        this.server = server;
    }

    /**
     * Starts everything; on return the application answers.
     *
     * @param war the gateway, or another converged application
     * @param log where the container tells of its failures
     * @throws InvalidSettingException when certificate, key or public host do not fit
     * @throws StartException when a port is busy or the application fails to start
     */
    public static GatewayContainer start(Settings settings, Path war, ConsoleLog log)
            throws InvalidSettingException, StartException {
        Connectors connectors = Connectors.of(settings);
        Optional<ServerCertificate> certificate = certificate(settings);
        connectors.check();
        ContainerDirectory directory = ContainerDirectory.open(settings.data());
        Optional<KeyStores> keys = Optional.empty();
        if (certificate.isPresent()) {
            keys = Optional.of(KeyStores.write(certificate.get(), directory, new SecureRandom()));
        }
        return new GatewayContainer(directory, new StandardServer()).run(connectors, keys, war, log);
    }

    private static Optional<ServerCertificate> certificate(Settings settings) throws InvalidSettingException {
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        Settings.Tls files = settings.tls().get();
        return Optional.of(ServerCertificate.load(files, settings.network().publicHost(), Clock.systemUTC()));
    }

    private GatewayContainer run(Connectors connectors, Optional<KeyStores> keys, Path war, ConsoleLog log)
            throws StartException {
        systemProperties();
        GatewayContext context = new GatewayContext(war, directory.base());
        SipStandardService service = service(keys);
        service.setContainer(engine(context));
        List<Connector> made = new ArrayList<>();
        try {
            made.addAll(connectors.create(keys));
            made.forEach(service::addConnector);
            server.setPort(-1);
            server.addService(service);
            server.init();
            server.start();
        } catch (Exception e) {
            throw new StartException("the container does not start: " + reason(e), e);
        }
        requireStarted(context, made, log);
        return this;
    }

    private void systemProperties() throws StartException {
        System.setProperty("catalina.base", directory.base().toString());
        System.setProperty("catalina.home", directory.base().toString());
        System.setProperty("catalina.useNaming", "true");
        // Who writes to a stream that its client has just left must not write into the next response of that thread.
        System.setProperty("org.apache.catalina.connector.RECYCLE_FACADES", "true");
        System.setProperty("java.naming.factory.initial", "org.apache.naming.java.javaURLContextFactory");
        System.setProperty("java.naming.factory.url.pkgs", "org.apache.naming");
        // The JDK's service registry of Java 9 and newer refuses the container's own look-up.
        setUnlessGiven(ROUTER_PROVIDER, "org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider");
        directory.configuration("web-defaults.xml", "web.xml");
        if (System.getProperty(DAR) == null) {
            Path dar = directory.configuration("dar.properties", "dar.properties");
            System.setProperty(DAR, "file://" + dar.toUri().getRawPath());
        }
    }

    private static void setUnlessGiven(String key, String value) {
        System.setProperty(key, System.getProperty(key, value));
    }

    private static SipStandardService service(Optional<KeyStores> keys) {
        SipStandardService service = new SipStandardService();
        service.setName(ENGINE);
        service.addLifecycleListener(new DispatcherFirst());
        service.setSipApplicationDispatcherClassName("org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl");
        service.setSipPathName("gov.nist");
        service.setSipStackProperties(SipStack.properties(keys));
        service.setUsePrettyEncoding(false);
        service.setConcurrencyControlMode("SipSession");
        service.setSasTimerServiceImplementationType("Default");
        service.setProxyTimerServiceImplementationType("Default");
        // Requests run on the stack's threads: the gateway has an executor for each session.
        service.setBypassRequestExecutor(true);
        service.setBypassResponseExecutor(true);
        service.setDispatcherThreadPoolSize(8);
        congestionControl(service);
        return service;
    }

    // Refuses with 503 when memory or queue are nearly full, instead of collapsing.
    private static void congestionControl(SipStandardService service) {
        service.setCongestionControlCheckingInterval(1000);
        service.setCongestionControlPolicy("ErrorResponse");
        service.setMemoryThreshold(95);
        service.setBackToNormalMemoryThreshold(90);
        service.setSipMessageQueueSize(5000);
        service.setBackToNormalSipMessageQueueSize(4000);
    }

    private SipStandardEngine engine(GatewayContext context) {
        SipStandardEngine engine = new SipStandardEngine();
        engine.setName(ENGINE);
        engine.setDefaultHost("localhost");
        engine.setBaseDir(directory.base().toString());
        StandardHost host = new StandardHost();
        host.setName("localhost");
        host.setAppBase("webapps");
        host.setAutoDeploy(false);
        host.setDeployOnStartup(false);
        // Error pages must not tell the version of the container.
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowServerInfo(false);
        errors.setShowReport(false);
        host.setErrorReportValveClass("");
        host.getPipeline().addValve(errors);
        engine.addChild(host);
        host.addChild(context);
        return engine;
    }

    private void requireStarted(GatewayContext context, List<Connector> made, ConsoleLog log) throws StartException {
        if (context.getState() != LifecycleState.STARTED || !context.getAvailable()) {
            throw new StartException("the application does not start: "
                    + log.failure().map(GatewayContainer::reason).orElse("see the log"));
        }
        for (Connector connector : made) {
            if (!Connectors.started(connector)) {
                throw new StartException("cannot listen on " + connector.getProtocolHandler());
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        // A word alone, such as the name of a missing class, says nothing.
        return message == null || !message.contains(" ") ? cause.toString() : message;
    }

    /** Stops taking requests, ends the application and frees the data directory. The process has to end after it. */
    @Override
    public void close() {
        try {
            stop((SipStandardService) server.findServices()[0]);
        } catch (LifecycleException e) {
            System.err.println("tombolo: did not stop cleanly: " + reason(e));
        } finally {
            directory.close();
        }
    }

    // Not the server as a whole: its SIP stack would rest a second once more, to end threads that end with the process.
    private static void stop(SipStandardService service) throws LifecycleException {
        for (Connector connector : service.findConnectors()) {
            connector.pause();
        }
        service.getContainer().stop();
        for (Connector connector : service.findConnectors()) {
            connector.stop();
        }
    }
}
