package org.tombolo.app;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.servlet.ServletContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.config.Accounts;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;
import org.tombolo.store.jdbc.Database;
import org.tombolo.store.jdbc.JdbcAssociations;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.Trace;

/** The object graph. */
final class Application implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private final Settings settings;
    private final ServletContext context;
    private final Clock clock = Clock.systemUTC();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Application(Settings settings, ServletContext context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * Builds everything.
     *
     * @throws IOException when the data directory or the database cannot be used
     * @throws InvalidSettingException when settings do not fit each other
     */
    static Application start(Settings settings, ServletContext context) throws IOException, InvalidSettingException {
        Application application = new Application(settings, context);
        try {
            application.build();
            return application;
        } catch (IOException | InvalidSettingException | RuntimeException e) {
            application.close();
            throw e;
        }
    }

    private void build() throws IOException, InvalidSettingException {
        if (settings.sip().outboundProxy().isEmpty() && !settings.standalone()) {
            throw new InvalidSettingException(
                    "tombolo.sip.outbound.proxy", "", "given when tombolo.bind is no loopback address");
        }
        Threads threads = closing(new Threads());
        Accounts accounts = Accounts.loadOrCreate(settings.data(), settings);
        Database database = closing(Database.open(settings));
        JdbcAssociations associations = new JdbcAssociations(database.jdbi());
        Trace trace = InMemoryTrace.ofOrdinarySize();
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
}
