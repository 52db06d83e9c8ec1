package org.tombolo.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.mobicents.servlet.sip.startup.SipProtocolHandler;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;

/**
 * What the container listens on.
 *
 * @param publicHost host that others see in Contact and Via
 */
record Connectors(List<Endpoint> endpoints, String publicHost) {
    private static final String HTTP = "org.apache.coyote.http11.Http11NioProtocol";
    private static final String SIP = "org.mobicents.servlet.sip.startup.SipProtocolHandler";

    /** The endpoints that the settings ask for; HTTPS and SIP over TLS only with a certificate. */
    static Connectors of(Settings settings) throws InvalidSettingException {
        Settings.Network network = settings.network();
        String host = network.bind();
        if (network.publicHost().equals("0.0.0.0") || network.publicHost().equals("::")) {
            throw new InvalidSettingException(
                    "tombolo.public.host",
                    "",
                    "given when tombolo.bind is " + host + ": others cannot reach that address");
        }
        List<Endpoint> all = new ArrayList<>();
        add(all, new Endpoint("tombolo.http.port", "http", host, network.httpPort()));
        add(all, new Endpoint("tombolo.sip.port", "udp", host, settings.sip().port()));
        add(all, new Endpoint("tombolo.sip.port", "tcp", host, settings.sip().port()));
        if (settings.tls().isPresent()) {
            add(all, new Endpoint("tombolo.https.port", "https", host, network.httpsPort()));
            add(
                    all,
                    new Endpoint(
                            "tombolo.sips.port", "tls", host, settings.sip().tlsPort()));
        }
        return new Connectors(List.copyOf(all), network.publicHost());
    }

    private static void add(List<Endpoint> all, Endpoint endpoint) {
        if (endpoint.port() > 0) {
            all.add(endpoint);
        }
    }

    /** Requires that every port is free. */
    void check() throws StartException {
        for (Endpoint endpoint : endpoints) {
            endpoint.check();
        }
    }

    /** Tomcat's connectors for the endpoints. */
    List<Connector> create(Optional<KeyStores> keys) throws Exception {
        List<Connector> made = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            made.add(endpoint.transport().startsWith("http") ? http(endpoint, keys) : sip(endpoint));
        }
        return made;
    }

    private static Connector http(Endpoint endpoint, Optional<KeyStores> keys) {
        Connector connector = new Connector(HTTP);
        connector.setPort(endpoint.port());
        connector.setProperty("address", endpoint.host());
        connector.setProperty("minSpareThreads", "4");
        connector.setProperty("server", "Tombolo");
        connector.setURIEncoding("UTF-8");
        if (endpoint.transport().equals("https")) {
            secure(connector, keys.orElseThrow());
        }
        return connector;
    }

    private static void secure(Connector connector, KeyStores keys) {
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("keystoreFile", keys.identity().toString());
        connector.setProperty("keystorePass", keys.password());
        connector.setProperty("keystoreType", KeyStores.TYPE);
        connector.setProperty("sslEnabledProtocols", "TLSv1.3,TLSv1.2");
        connector.setProperty("ciphers", SipStack.cipherSuites());
    }

    private Connector sip(Endpoint endpoint) throws Exception {
        Connector connector = new Connector(SIP);
        SipProtocolHandler handler = (SipProtocolHandler) connector.getProtocolHandler();
        handler.setIpAddress(endpoint.host());
        handler.setPort(endpoint.port());
        handler.setSignalingTransport(endpoint.transport());
        if (!publicHost.equals(endpoint.host())) {
            handler.setUseStaticAddress(true);
            handler.setStaticServerAddress(publicHost);
            handler.setStaticServerPort(endpoint.port());
        }
        return connector;
    }

    /** Whether a connector listens; the container goes on without those that do not. */
    static boolean started(Connector connector) {
        boolean open = !(connector.getProtocolHandler() instanceof SipProtocolHandler sip) || sip.isStarted();
        return open && connector.getState() == LifecycleState.STARTED;
    }
}
