package org.tombolo.store.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** Associations in the database, with what was asked lately, "there is none" included, in memory. */
public final class JdbcAssociations implements Associations {
    private static final int REMEMBERED = 100_000;
    private static final String DEFAULTS_DONE = "default associations";
    /** SQL:2016, and PostgreSQL's and H2's class 23: unique violation. */
    private static final String UNIQUE_VIOLATION = "23505";

    private record Question(Address address, Service service) {}

    private final Jdbi jdbi;
    private final Cache<Question, Optional<Address>> webs =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<Question, Optional<Address>> imss =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public JdbcAssociations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<Address> webOf(Address ims, Service service) {
        return webs.get(new Question(person(ims), service), question -> find("web", "ims", question));
    }

    /** The oldest one when several IMS identities share the web identity. */
    @Override
    public Optional<Address> imsOf(Address web, Service service) {
        return imss.get(new Question(person(web), service), question -> find("ims", "web", question));
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

    @Override
    public Association add(Address ims, Address web, Service service, Source source) {
        Association wanted = new Association("", ims, web, service, source);
        try {
            return jdbi.withHandle(handle -> insert(handle, wanted));
        } catch (UnableToExecuteStatementException e) {
            throw isUniqueViolation(e) ? new IllegalArgumentException(taken(wanted), e) : e;
        } finally {
            // After the commit: a reader that found the old answer before it cannot put that back.
            forget(wanted);
        }
    }

    @Override
    public boolean remove(String id) {
        Optional<Association> removed = jdbi.inTransaction(handle -> {
            Optional<Association> found = byId(handle, id);
            found.ifPresent(a -> handle.execute("DELETE FROM associations WHERE id = ?", Long.parseLong(a.id())));
            return found;
        });
        removed.ifPresent(this::forget);
        return removed.isPresent();
    }

    /** Adds the default ones unless that was done at an earlier start; what an administrator removed stays removed. */
    public void addDefaults(List<DefaultAssociations.Pair> pairs) {
        List<Association> defaults = pairs.stream()
                .map(pair -> new Association("", pair.ims(), pair.web(), Service.VIDEO, Source.DEFAULT))
                .toList();
        jdbi.useTransaction(handle -> {
            if (isFirstTime(handle)) {
                defaults.stream().filter(a -> isFree(handle, a)).forEach(a -> insert(handle, a));
            }
        });
        defaults.forEach(this::forget);
    }

    private static boolean isFirstTime(Handle handle) {
        boolean done = handle.select("SELECT name FROM done_once WHERE name = ?", DEFAULTS_DONE)
                .mapTo(String.class)
                .findOne()
                .isPresent();
        if (!done) {
            handle.execute("INSERT INTO done_once (name) VALUES (?)", DEFAULTS_DONE);
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

    /** @param wanted column of the answer; both columns are names of ours, never from outside */
    private Optional<Address> find(String wanted, String given, Question question) {
        String sql =
                "SELECT " + wanted + " FROM associations WHERE " + given + " = ? AND service = ? ORDER BY id LIMIT 1";
        return jdbi.withHandle(handle -> handle.select(
                        sql, question.address().text(), question.service().name())
                .mapTo(String.class)
                .findOne()
                .map(JdbcAssociations::address));
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

    private void forget(Association changed) {
        webs.invalidate(new Question(changed.ims(), changed.service()));
        imss.invalidate(new Question(changed.web(), changed.service()));
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
