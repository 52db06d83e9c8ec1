package org.tombolo.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.servlet.ServletContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.config.Accounts;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.DefaultAssociations;
import org.tombolo.metrics.prometheus.PrometheusMetrics;
import org.tombolo.store.jdbc.Database;
import org.tombolo.store.jdbc.JdbcAssociations;
import org.tombolo.store.jdbc.JdbcGuests;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.web.server.WebApplication;

/** The whole application: built in the order in which its parts need each other, closed in the reverse order. */
final class Application implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Application() {}

    /**
     * Builds everything. Requests are taken once the container is ready for them.
     *
     * @throws IOException when the data directory, the database or a port cannot be used
     * @throws InvalidSettingException when settings do not fit each other
     */
    static Application start(Settings settings, ServletContext context) throws IOException, InvalidSettingException {
        Application application = new Application();
        try {
            application.build(settings, context);
            return application;
        } catch (IOException | InvalidSettingException | RuntimeException e) {
            application.close();
            throw e;
        }
    }

    private void build(Settings settings, ServletContext context) throws IOException, InvalidSettingException {
        if (settings.sip().outboundProxy().isEmpty() && !settings.standalone()) {
            throw new InvalidSettingException(
                    "tombolo.sip.outbound.proxy", "", "given when tombolo.bind is not a loopback address");
        }
        // Needed last, and as long to load as all else: it loads beside the rest.
        Threads.named("warm-up").newThread(WebApplication::warmUp).start();
        Foundation foundation = foundation(settings, context);
        SipSide sip = SipSide.build(foundation, context);
        Gateways gateways = Gateways.build(foundation, sip, this::closing);
        Opening opening = new Opening(() -> refusal(settings, sip), () -> open(sip, gateways));
        WebSide.start(foundation, sip, gateways, opening, context, this::closing);
        sip.stack().whenReady(opening);
    }

    private Foundation foundation(Settings settings, ServletContext context) throws IOException {
        Threads threads = closing(new Threads());
        Database database = closing(Database.open(settings));
        JdbcAssociations associations = new JdbcAssociations(database.jdbi());
        if (settings.standalone()) {
            String ims = settings.sip().imsDomain();
            associations.addDefaults(Service.VIDEO, DefaultAssociations.of(ims));
            associations.addDefaults(
                    Service.MESSAGING,
                    DefaultAssociations.ofChat(ims, settings.chat().domain()));
        }
        return new Foundation(
                settings,
                PublicUrl.of(settings.network(), context.getContextPath()),
                Accounts.loadOrCreate(settings.data(), settings),
                database,
                associations,
                new JdbcGuests(database.jdbi()),
                threads,
                InMemoryTrace.ofOrdinarySize(),
                closing(new PrometheusMetrics()),
                Clock.systemUTC(),
                new SecureRandom());
    }

    private static Optional<String> refusal(Settings settings, SipSide sip) {
        boolean refused = settings.standalone() && !sip.onLoopbackOnly();
        return refused
                ? Optional.of("standalone mode takes requests without authentication, so it is refused while SIP is"
                        + " reachable from other machines (" + sip.stack().interfaces()
                        + "): set tombolo.sip.outbound.proxy")
                : Optional.empty();
    }

    private static void open(SipSide sip, Gateways gateways) {
        gateways.open();
        sip.stack().open(gateways.router(sip));
        log.info("ready for SIP on {}", sip.stack().interfaces());
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }

    /** Takes what has to be closed at the end. */
    interface Closing {
        <T extends AutoCloseable> T closing(T part);
    }
}
