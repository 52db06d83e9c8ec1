package org.tombolo.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.ServerCertificate;
import org.tombolo.config.Settings;
import org.tombolo.msrp.EndpointOptions;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.msrp.MsrpTls;
import org.tombolo.msrp.RelayOptions;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpSyntaxException;

/** The MSRP endpoint that the gateways share. */
final class MsrpService {
    private static final int THREADS = 2;

    private MsrpService() {}

    static MsrpEndpoint build(Foundation foundation, Application.Closing closing)
            throws IOException, InvalidSettingException {
        Settings settings = foundation.settings();
        // Names are looked up here, and TLS computed: nothing that a session waits for long.
        ExecutorService slowly = Executors.newFixedThreadPool(THREADS, Threads.named("msrp-slow"));
        closing.closing((AutoCloseable) slowly::shutdownNow);
        return closing.closing(new MsrpEndpoint(
                options(settings),
                tls(foundation),
                relay(settings.msrp()),
                slowly,
                foundation.trace(),
                foundation.metrics(),
                foundation.random(),
                foundation.clock()));
    }

    private static EndpointOptions options(Settings settings) {
        Settings.Network network = settings.network();
        Settings.Msrp msrp = settings.msrp();
        return new EndpointOptions(
                new InetSocketAddress(network.bind(), msrp.port()),
                settings.tls().map(files -> new InetSocketAddress(network.bind(), msrp.tlsPort())),
                network.publicHost(),
                THREADS,
                EndpointOptions.Limits.of(msrp.sessions()),
                EndpointOptions.Timeouts.ordinary());
    }

    private static Optional<MsrpTls> tls(Foundation foundation) throws IOException, InvalidSettingException {
        Settings settings = foundation.settings();
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        ServerCertificate ours =
                ServerCertificate.load(settings.tls().get(), settings.network().publicHost(), foundation.clock());
        return Optional.of(MsrpTls.of(ours.chain(), ours.key(), ours.authorities()));
    }

    private static Optional<RelayOptions> relay(Settings.Msrp msrp) throws InvalidSettingException {
        if (msrp.relay().isEmpty()) {
            return Optional.empty();
        }
        Settings.MsrpRelay relay = msrp.relay().get();
        try {
            return Optional.of(new RelayOptions(MsrpPath.parse(relay.uris()), relay.user(), relay.password()));
        } catch (MsrpSyntaxException e) {
            throw new InvalidSettingException("tombolo.msrp.relay", relay.uris(), "MSRP URIs: " + e.getMessage());
        }
    }
}
