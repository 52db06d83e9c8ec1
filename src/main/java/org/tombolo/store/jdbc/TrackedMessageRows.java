package org.tombolo.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.tracking.Change;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;

/** The rows of the table of messages. Thousands are written a second, so this is JDBC without anything in between. */
final class TrackedMessageRows {
    private static final String INSERT = "INSERT INTO messages (sent, failed, delivered, displayed, state, reason,"
            + " session_id, number, run, direction, ims, xmpp, anonymous, accepted, lost, reference)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    // What is there stays, and nothing goes back: receipts come in any order, and more than once.
    private static final String UPDATE = "UPDATE messages SET sent = COALESCE(sent, ?), failed = COALESCE(failed, ?),"
            + " delivered = COALESCE(delivered, ?), displayed = COALESCE(displayed, ?),"
            + " reason = CASE WHEN state < ? THEN ? ELSE reason END,"
            + " session_id = COALESCE(session_id, ?), state = CASE WHEN state < ? THEN ? ELSE state END,"
            + " lost = CASE WHEN ? = '' THEN lost ELSE ? END WHERE number = ? AND run = ? AND xmpp = ?";

    private TrackedMessageRows() {}

    static void insert(Connection connection, List<TrackedMessage> added) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (TrackedMessage message : added) {
                times(statement, message.times());
                statement.setInt(5, message.state().rank());
                statement.setString(6, message.reason());
                statement.setString(7, message.session().map(SessionId::value).orElse(null));
                statement.setLong(8, message.id().number());
                statement.setString(9, message.id().run());
                statement.setString(10, message.direction().name());
                statement.setString(11, message.ims());
                statement.setString(12, message.xmpp().text());
                statement.setBoolean(13, message.anonymous());
                statement.setObject(14, time(message.accepted()));
                statement.setString(15, lost(message.lost()));
                statement.setString(16, message.reference());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void update(Connection connection, List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            for (Change change : changes) {
                int rank = change.state().rank();
                times(statement, change.times());
                statement.setInt(5, rank);
                statement.setString(6, change.reason());
                statement.setString(7, change.session().map(SessionId::value).orElse(null));
                statement.setInt(8, rank);
                statement.setInt(9, rank);
                statement.setString(10, lost(change.lost()));
                statement.setString(11, lost(change.lost()));
                statement.setLong(12, change.id().number());
                statement.setString(13, change.id().run());
                statement.setString(14, change.xmpp().text());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void times(PreparedStatement statement, Map<MessageState, Instant> times) throws SQLException {
        time(statement, 1, times.get(MessageState.SENT));
        Instant failed = times.get(MessageState.FAILED);
        time(statement, 2, failed == null ? times.get(MessageState.POLICY) : failed);
        time(statement, 3, times.get(MessageState.DELIVERED));
        time(statement, 4, times.get(MessageState.DISPLAYED));
    }

    private static void time(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, time(time));
        }
    }

    private static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static String lost(Set<Loss> lost) {
        return lost.isEmpty() ? "" : lost.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }

    static TrackedMessage read(ResultSet row, StatementContext context) throws SQLException {
        MessageState state = MessageState.ofRank(row.getInt("state"));
        Map<MessageState, Instant> times = new EnumMap<>(MessageState.class);
        put(times, MessageState.ACCEPTED, row, "accepted");
        put(times, MessageState.SENT, row, "sent");
        put(times, state == MessageState.POLICY ? state : MessageState.FAILED, row, "failed");
        put(times, MessageState.DELIVERED, row, "delivered");
        put(times, MessageState.DISPLAYED, row, "displayed");
        String session = row.getString("session_id");
        return new TrackedMessage(
                new MessageId(row.getString("run"), row.getLong("number")),
                session == null ? Optional.empty() : Optional.of(new SessionId(session)),
                Direction.valueOf(row.getString("direction")),
                row.getString("ims"),
                jid(row.getString("xmpp")),
                row.getString("reference"),
                row.getBoolean("anonymous"),
                Map.copyOf(times),
                row.getString("reason"),
                losses(row.getString("lost")));
    }

    private static void put(Map<MessageState, Instant> times, MessageState state, ResultSet row, String column)
            throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        if (time != null) {
            times.put(state, time.toInstant());
        }
    }

    private static Set<Loss> losses(String names) {
        EnumSet<Loss> losses = EnumSet.noneOf(Loss.class);
        Arrays.stream(names.split(","))
                .filter(name -> !name.isEmpty())
                .map(Loss::valueOf)
                .forEach(losses::add);
        return Set.copyOf(losses);
    }

    private static Jid jid(String stored) {
        return Jid.parse(stored)
                .orElseThrow(() -> new IllegalStateException("an address of a message is none: " + stored));
    }
}
