package org.tombolo.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.tombolo.gateway.interconnection.tracking.Change;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.gateway.interconnection.tracking.TrackingStore;

/** How far messages got, in the database. */
public final class JdbcTracking implements TrackingStore {
    private static final int MOST_LISTED = 1000;
    private static final int FORGOTTEN_AT_ONCE = 5000;
    private static final List<String> SIDES = List.of("ims", "xmpp");

    // The columns of an outbox as those of messages; a bare JID is what stands before the slash.
    private static final String ADD_FROM_OUTBOX = "INSERT INTO messages (number, run, session_id, direction, ims, xmpp,"
            + " anonymous, state, accepted, reason, lost, reference) SELECT o.number, SUBSTRING(o.stanza_id, 1, 8), o.session_id,"
            + " 'SIP_TO_XMPP', SUBSTRING(o.sender, 1, 1024), SUBSTRING(o.recipient, 1, 1024), FALSE, 10, o.arrived, '', '',"
            + " '' FROM outbox o WHERE o.body <> '' AND o.type <> 'error'"
            + " AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.number = o.number)";
    private static final String ADD_FROM_SIP_OUTBOX = "INSERT INTO messages (number, run, direction, ims, xmpp,"
            + " anonymous, state, accepted, reason, lost, reference) SELECT o.number, o.run, 'XMPP_TO_SIP', o.recipient,"
            + " SUBSTRING(o.from_jid, 1, CASE WHEN POSITION('/' IN o.from_jid) > 0 THEN POSITION('/' IN o.from_jid) - 1"
            + " ELSE 1024 END), FALSE, 10, o.arrived, '', '',"
            + " SUBSTRING(o.stanza_id, 1, 256) FROM sip_outbox o WHERE o.body <> ''"
            + " AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.number = o.number)";

    private final Jdbi jdbi;

    public JdbcTracking(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void write(List<TrackedMessage> added, List<Change> changes) {
        jdbi.useTransaction(handle -> rows(handle, connection -> {
            TrackedMessageRows.insert(connection, added);
            TrackedMessageRows.update(connection, changes);
        }));
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static void rows(Handle handle, Work work) {
        try {
            work.on(handle.getConnection());
        } catch (SQLException e) {
            throw new IllegalStateException("the states of messages cannot be written", e);
        }
    }

    @Override
    public Optional<TrackedMessage> find(MessageId id) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT * FROM messages WHERE number = ? AND run = ?", id.number(), id.run())
                        .map(TrackedMessageRows::read)
                        .findOne());
    }

    @Override
    public List<TrackedMessage> find(Collection<Long> numbers) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM messages WHERE number IN (<numbers>)")
                .bindList("numbers", List.copyOf(numbers))
                .map(TrackedMessageRows::read)
                .list());
    }

    @Override
    public List<TrackedMessage> list(Optional<Set<String>> parties, Filter filter, Optional<Long> before, int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new IllegalArgumentException("a page has 1 to " + MOST_LISTED + " messages, not " + limit);
        }
        return jdbi.withHandle(handle -> {
            if (parties.isEmpty()) {
                return select(handle, "", "", filter, before, limit);
            }
            // One index each, and each needs no more than a page.
            Map<Long, TrackedMessage> newest = new TreeMap<>(Comparator.reverseOrder());
            for (String party : parties.get()) {
                for (String side : SIDES) {
                    select(handle, side, party, filter, before, limit)
                            .forEach(message -> newest.put(message.id().number(), message));
                }
            }
            return newest.values().stream().limit(limit).toList();
        });
    }

    private static List<TrackedMessage> select(
            Handle handle, String side, String party, Filter filter, Optional<Long> before, int limit) {
        String sql = "SELECT * FROM messages WHERE TRUE"
                + (side.isEmpty() ? "" : " AND " + side + " = :own")
                + (before.isPresent() ? " AND number < :before" : "")
                + (filter.states().isEmpty() ? "" : " AND state IN (<states>)")
                + (filter.party().isPresent() ? " AND (ims = :party OR xmpp = :party)" : "")
                + (filter.reference().isPresent() ? " AND reference = :reference" : "")
                + (filter.since().isPresent() ? " AND accepted >= :since" : "")
                + (filter.until().isPresent() ? " AND accepted < :until" : "")
                + " ORDER BY number DESC LIMIT :limit";
        var query = handle.createQuery(sql).bind("limit", limit);
        if (!side.isEmpty()) {
            query.bind("own", party);
        }
        before.ifPresent(number -> query.bind("before", number));
        filter.party().ifPresent(p -> query.bind("party", p));
        filter.reference().ifPresent(r -> query.bind("reference", r));
        filter.since().ifPresent(t -> query.bind("since", StanzaColumns.time(t)));
        filter.until().ifPresent(t -> query.bind("until", StanzaColumns.time(t)));
        if (!filter.states().isEmpty()) {
            query.bindList(
                    "states", filter.states().stream().map(MessageState::rank).toList());
        }
        return query.map(TrackedMessageRows::read).list();
    }

    @Override
    public long greatestNumber() {
        return jdbi.withHandle(handle -> handle.select("SELECT COALESCE(MAX(number), 0) FROM messages")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void addWaiting() {
        jdbi.useTransaction(handle -> {
            handle.execute(ADD_FROM_OUTBOX);
            handle.execute(ADD_FROM_SIP_OUTBOX);
        });
    }

    /** Numbers are given in the order of arrival, so what has to go is at one end. */
    @Override
    public boolean forget(Instant before, long most) {
        return jdbi.inTransaction(handle -> {
            Optional<Long> last = handle.createQuery("SELECT MAX(number) FROM (SELECT number, accepted FROM messages"
                            + " ORDER BY number LIMIT :few) oldest WHERE accepted < :before OR number <= :surplus")
                    .bind("few", FORGOTTEN_AT_ONCE)
                    .bind("before", StanzaColumns.time(before))
                    .bind("surplus", greatestNumber() - most)
                    .mapTo(Long.class)
                    .findOne();
            return last.filter(number ->
                            handle.execute("DELETE FROM messages WHERE number <= ?", number) == FORGOTTEN_AT_ONCE)
                    .isPresent();
        });
    }
}
