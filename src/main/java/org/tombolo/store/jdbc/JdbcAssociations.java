package org.tombolo.store.jdbc;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Association.Source;
import org.tombolo.identity.Associations;
import org.tombolo.identity.DefaultAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;

/** Associations in the database, all of them in memory too: threads of SIP and XMPP never wait for a query. */
public final class JdbcAssociations implements Associations {
    /** About 1 GB of heap. */
    private static final int MOST = 2_000_000;

    private static final int PAGE = 1000;
    /** What was done once: in databases of the first version this stands for the service VIDEO. */
    private static final String DEFAULTS_DONE = "default associations";
    /** SQL:2016, and PostgreSQL's and H2's class 23: unique violation. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final Jdbi jdbi;
    private final int most;
    private final AssociationTable table = new AssociationTable();

    /**
     * Reads all associations.
     *
     * @throws IOException when there are more than are kept in memory
     */
    public JdbcAssociations(Jdbi jdbi) throws IOException {
        this(jdbi, MOST);
    }

    JdbcAssociations(Jdbi jdbi, int most) throws IOException {
        this.jdbi = jdbi;
        this.most = most;
        load();
    }

    private void load() throws IOException {
        int count = jdbi.withHandle(handle -> handle.select("SELECT COUNT(*) FROM associations")
                .mapTo(Integer.class)
                .one());
        if (count > most) {
            throw new IOException("the database has " + count + " associations, but at most " + most + " are taken");
        }
        List<Association> page = list("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(table::add);
            page = list(page.get(page.size() - 1).id(), PAGE);
        }
    }

    @Override
    public Optional<Address> webOf(Address ims, Service service) {
        return table.webOf(person(ims), service);
    }

    /** The oldest one when several IMS identities share the web identity. */
    @Override
    public Optional<Address> imsOf(Address web, Service service) {
        return table.imsOf(person(web), service);
    }

    @Override
    public List<Address> identitiesOf(Address web, Service service) {
        return table.identitiesOf(person(web), service);
    }

    @Override
    public List<Association> list(String after, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1000 associations, not " + limit);
        }
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM associations WHERE id > ? ORDER BY id LIMIT ?")
                .bind(0, after.isEmpty() ? 0 : number(after).orElse(Long.MAX_VALUE))
                .bind(1, limit)
                .map(JdbcAssociations::association)
                .list());
    }

    // One change at a time, so that memory sees changes in the order of their commits.
    @Override
    public synchronized Association add(Address ims, Address web, Service service, Source source) {
        Association wanted = new Association("", ims, web, service, source);
        if (table.size() >= most) {
            throw new IllegalArgumentException("there are " + most + " associations already, no more are taken");
        }
        try {
            Association added = jdbi.withHandle(handle -> insert(handle, wanted));
            table.add(added);
            return added;
        } catch (UnableToExecuteStatementException e) {
            throw isUniqueViolation(e) ? new IllegalArgumentException(taken(wanted), e) : e;
        }
    }

    @Override
    public synchronized boolean remove(String id) {
        Optional<Association> removed = jdbi.inTransaction(handle -> {
            Optional<Association> found = byId(handle, id);
            found.ifPresent(a -> handle.execute("DELETE FROM associations WHERE id = ?", Long.parseLong(a.id())));
            return found;
        });
        removed.ifPresent(table::remove);
        return removed.isPresent();
    }

    /** Adds the default ones unless that was done at an earlier start; what an administrator removed stays removed. */
    public synchronized void addDefaults(Service service, List<DefaultAssociations.Pair> pairs) {
        List<Association> defaults = pairs.stream()
                .map(pair -> new Association("", pair.ims(), pair.web(), service, Source.DEFAULT))
                .toList();
        List<Association> added =
                jdbi.inTransaction(handle -> isFirstTime(handle, service) ? inserted(handle, defaults) : List.of());
        added.forEach(table::add);
    }

    private static List<Association> inserted(Handle handle, List<Association> defaults) {
        List<Association> added = new ArrayList<>();
        defaults.stream().filter(a -> isFree(handle, a)).forEach(a -> added.add(insert(handle, a)));
        return added;
    }

    private static boolean isFirstTime(Handle handle, Service service) {
        String name = service == Service.VIDEO ? DEFAULTS_DONE : DEFAULTS_DONE + " " + service;
        boolean done = handle.select("SELECT name FROM done_once WHERE name = ?", name)
                .mapTo(String.class)
                .findOne()
                .isPresent();
        if (!done) {
            handle.execute("INSERT INTO done_once (name) VALUES (?)", name);
        }
        return !done;
    }

    private static boolean isFree(Handle handle, Association wanted) {
        return same(handle, wanted).isEmpty();
    }

    private static Association insert(Handle handle, Association wanted) {
        long id = handle.createUpdate("INSERT INTO associations (ims, web, service, source) VALUES (?, ?, ?, ?)")
                .bind(0, wanted.ims().text())
                .bind(1, wanted.web().text())
                .bind(2, wanted.service().name())
                .bind(3, wanted.source().name())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        return new Association(Long.toString(id), wanted.ims(), wanted.web(), wanted.service(), wanted.source());
    }

    private static Optional<Association> same(Handle handle, Association wanted) {
        return handle.select(
                        "SELECT * FROM associations WHERE ims = ? AND service = ?",
                        wanted.ims().text(),
                        wanted.service().name())
                .map(JdbcAssociations::association)
                .findOne();
    }

    private static Optional<Association> byId(Handle handle, String id) {
        OptionalLong number = number(id);
        return number.isEmpty()
                ? Optional.empty()
                : handle.select("SELECT * FROM associations WHERE id = ?", number.getAsLong())
                        .map(JdbcAssociations::association)
                        .findOne();
    }

    private String taken(Association wanted) {
        String existing = jdbi.withHandle(handle -> same(handle, wanted))
                .map(a -> " (association " + a.id() + ", with " + a.web().text() + ")")
                .orElse("");
        return wanted.ims().text() + " already has an association for " + wanted.service() + existing;
    }

    private static Address person(Address address) {
        if (address instanceof SipAddress sip) {
            return sip.bare();
        }
        return address instanceof Jid jid ? jid.bare() : address;
    }

    private static boolean isUniqueViolation(UnableToExecuteStatementException e) {
        return e.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    private static Association association(ResultSet row, StatementContext context) throws SQLException {
        return new Association(
                Long.toString(row.getLong("id")),
                address(row.getString("ims")),
                address(row.getString("web")),
                Service.valueOf(row.getString("service")),
                Source.valueOf(row.getString("source")));
    }

    private static Address address(String stored) {
        return Address.parse(stored)
                .orElseThrow(() -> new IllegalStateException("the database holds an address that is none: " + stored));
    }

    private static OptionalLong number(String id) {
        try {
            return OptionalLong.of(Long.parseLong(id));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
