package org.tombolo.gateway.interaction.event;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;
import org.tombolo.store.jdbc.JdbcApiClients;
import org.tombolo.store.jdbc.JdbcCallLabels;
import org.tombolo.store.jdbc.JdbcCalls;
import org.tombolo.store.jdbc.JdbcCdrs;
import org.tombolo.store.jdbc.JdbcDeliveries;
import org.tombolo.store.jdbc.JdbcIdempotencyKeys;
import org.tombolo.store.jdbc.JdbcPushDeliveries;
import org.tombolo.store.jdbc.JdbcPushes;
import org.tombolo.store.jdbc.JdbcRecordings;
import org.tombolo.store.jdbc.JdbcSchedule;

/** The real store on an H2 of its own, in memory or in a file that outlives it. */
public final class TestStore implements AutoCloseable {
    private final JdbcConnectionPool connections;
    public final JdbcCalls calls;
    public final JdbcDeliveries deliveries;
    public final JdbcSchedule schedule;
    public final JdbcApiClients clients;
    public final JdbcCdrs cdrs;
    public final JdbcIdempotencyKeys keys;
    public final JdbcCallLabels labels;
    public final JdbcPushes pushes;
    public final JdbcPushDeliveries pushDeliveries;
    public final JdbcRecordings recordings;

    private TestStore(String url) {
        connections = JdbcConnectionPool.create(url, "sa", "");
        Flyway.configure().dataSource(connections).load().migrate();
        calls = new JdbcCalls(Jdbi.create(connections));
        deliveries = new JdbcDeliveries(Jdbi.create(connections));
        schedule = new JdbcSchedule(Jdbi.create(connections));
        cdrs = new JdbcCdrs(Jdbi.create(connections));
        clients = new JdbcApiClients(Jdbi.create(connections));
        labels = new JdbcCallLabels(Jdbi.create(connections));
        recordings = new JdbcRecordings(Jdbi.create(connections));
        keys = new JdbcIdempotencyKeys(Jdbi.create(connections));
        pushes = new JdbcPushes(Jdbi.create(connections));
        pushDeliveries = new JdbcPushDeliveries(Jdbi.create(connections));
    }

    public static TestStore inMemory() {
        return new TestStore("jdbc:h2:mem:" + java.util.UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    public static TestStore in(Path directory) {
        return new TestStore("jdbc:h2:file:" + directory.resolve("calls") + ";WRITE_DELAY=0");
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
