package org.tombolo.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.tombolo.config.DataDirectory;
import org.tombolo.config.Settings;

/** The database, open and migrated. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    /** Hikari's own 30 s would hold a caller's thread long after the caller gave up. */
    private static final long CONNECTION_PATIENCE_MILLIS = 2000;

    private final DataDirectory directory;
    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private Database(DataDirectory directory, HikariDataSource connections) {
        this.directory = directory;
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
    }

    /**
     * Takes the data directory for this process, opens the database and brings its tables up to date.
     *
     * @throws IOException when the data directory is in use, or the database cannot be opened or migrated
     */
    public static Database open(Settings settings) throws IOException {
        DataDirectory directory = DataDirectory.lock(settings.data());
        try {
            return new Database(directory, migrated(settings.store()));
        } catch (RuntimeException e) {
            directory.close();
            throw new IOException("cannot open the database " + settings.store().url() + ": " + e.getMessage(), e);
        }
    }

    private static HikariDataSource migrated(Settings.Store store) {
        HikariDataSource connections = new HikariDataSource(pool(store));
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(connections)
                    .locations("classpath:db/migration")
                    // Open Liberty has its own kind of class path: Flyway finds the folder by its file flyway.location.
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            return connections;
        } catch (FlywayException e) {
            connections.close();
            throw e;
        }
    }

    private static HikariConfig pool(Settings.Store store) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("tombolo");
        pool.setDriverClassName("org.h2.Driver");
        pool.setJdbcUrl(durable(store.url()));
        pool.setUsername(store.user());
        pool.setPassword(store.password());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECTION_PATIENCE_MILLIS);
        pool.setValidationTimeout(CONNECTION_PATIENCE_MILLIS / 2);
        return pool;
    }

    /** With H2's default of 500 ms a hard stop loses commits that it has answered. */
    private static String durable(String url) {
        return url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=") ? url : url + ";WRITE_DELAY=0";
    }

    /** The way to its tables. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Whether it answers a query now. */
    public boolean isUp() {
        try {
            return jdbi.withHandle(handle ->
                            handle.select("SELECT 1").mapTo(Integer.class).one())
                    == 1;
        } catch (org.jdbi.v3.core.JdbiException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        connections.close();
        directory.close();
    }
}
