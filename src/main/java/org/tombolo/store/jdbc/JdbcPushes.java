package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.push.Push;
import org.tombolo.gateway.interaction.push.PushContent;
import org.tombolo.gateway.interaction.push.PushEvent;
import org.tombolo.gateway.interaction.push.PushId;
import org.tombolo.gateway.interaction.push.PushState;
import org.tombolo.gateway.interaction.push.PushStore;
import org.tombolo.gateway.interaction.push.Uploads;
import org.tombolo.gateway.interaction.push.Way;
import org.tombolo.storage.StoredFile;

/** Pushes and their events in the database. */
public final class JdbcPushes implements PushStore, Uploads {
    private static final int MOST_LISTED = 1000;

    private final Jdbi jdbi;

    public JdbcPushes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    // ---- PushStore

    @Override
    public void add(Push push, PushEvent event, Optional<Sink> sink) {
        jdbi.useTransaction(handle -> {
            insert(handle, push, sink);
            insert(handle, event, sink.isPresent());
        });
    }

    private static void insert(Handle handle, Push push, Optional<Sink> sink) {
        PushContent content = push.content();
        Optional<StoredFile> file = content.file();
        handle.createUpdate("INSERT INTO pushes (id, owner, sender, recipient, kind, words, url, file_id, file_name,"
                        + " file_type, file_size, file_sha256, file_expires, link, link_until, call_id, revision, state,"
                        + " detail, created_at, changed_at, expires_at, finished, sink, sink_token, sink_token_expires,"
                        + " sink_client, sink_token_uri, correlator) VALUES (:id, :owner, :sender, :recipient, :kind,"
                        + " :words, :url, :file, :name, :type, :size, :sha256, :fileExpires, :link, :linkUntil, :call,"
                        + " :revision, :state, :detail, :created, :changed, :end, FALSE, :sink, :token, :expires,"
                        + " :client, :tokenUri, :correlator)")
                .bind("id", push.id().text())
                .bind("owner", push.owner())
                .bind("sender", push.from().text())
                .bind("recipient", push.to().text())
                .bind("kind", content.kind().name())
                .bind("words", content.text())
                .bind("url", content.url())
                .bind("file", file.map(StoredFile::id).orElse(null))
                .bind("name", file.map(StoredFile::name).orElse(null))
                .bind("type", file.map(StoredFile::type).orElse(null))
                .bind("size", file.map(StoredFile::size).orElse(null))
                .bind("sha256", file.map(StoredFile::sha256).orElse(null))
                .bind("fileExpires", file.map(f -> time(f.expires())).orElse(null))
                .bind("link", push.link().map(Push.Link::token).orElse(null))
                .bind("linkUntil", push.link().map(l -> time(l.until())).orElse(null))
                .bind("call", push.call().map(CallId::text).orElse(null))
                .bind("revision", push.revision())
                .bind("state", push.state().name())
                .bind("detail", push.detail())
                .bind("created", time(push.createdAt()))
                .bind("changed", time(push.changedAt()))
                .bind("end", time(push.expiresAt()))
                .bindMap(SinkRow.of(sink).values())
                .execute();
    }

    private static void insert(Handle handle, PushEvent event, boolean undelivered) {
        handle.createUpdate("INSERT INTO push_events (push_id, sequence, id, happened_at, json, final, undelivered)"
                        + " VALUES (:push, :sequence, :id, :time, :json, :final, :undelivered)")
                .bind("push", event.push().text())
                .bind("sequence", event.sequence())
                .bind("id", event.id())
                .bind("time", time(event.time()))
                .bind("json", event.json())
                .bind("final", event.last())
                .bind("undelivered", undelivered)
                .execute();
    }

    @Override
    public Optional<Sink> change(Push push, PushEvent event) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(
                            "UPDATE pushes SET words = :words, revision = :revision, state = :state,"
                                    + " detail = :detail, way = :way, changed_at = :changed, finished = :finished WHERE id = :id")
                    .bind("words", push.content().text())
                    .bind("revision", push.revision())
                    .bind("state", push.state().name())
                    .bind("detail", push.detail())
                    .bind("way", push.way().map(Way::name).orElse(null))
                    .bind("changed", time(push.changedAt()))
                    .bind("finished", push.state().isFinal())
                    .bind("id", push.id().text())
                    .execute();
            Optional<Sink> sink = handle.select(
                            "SELECT " + SinkRow.COLUMNS + " FROM pushes c WHERE c.id = ?",
                            push.id().text())
                    .map((row, context) -> SinkRow.read(row))
                    .one();
            insert(handle, event, sink.isPresent());
            return sink;
        });
    }

    @Override
    public Optional<Push> find(PushId id) {
        return one("SELECT * FROM pushes WHERE id = ?", id.text());
    }

    @Override
    public Optional<Push> byLink(String token) {
        return one("SELECT * FROM pushes WHERE link = ?", token);
    }

    private Optional<Push> one(String sql, String key) {
        return jdbi.withHandle(
                handle -> handle.select(sql, key).map(JdbcPushes::push).findOne());
    }

    @Override
    public List<Push> list(Optional<String> owner, Filter filter, Optional<PushId> after, int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new IllegalArgumentException("a page has 1 to " + MOST_LISTED + " pushes, not " + limit);
        }
        String sql = "SELECT * FROM pushes WHERE TRUE"
                + (owner.isPresent() ? " AND owner = :owner" : "")
                + (after.isPresent() ? " AND position < (SELECT position FROM pushes WHERE id = :after)" : "")
                + (filter.states().isEmpty() ? "" : " AND state IN (<states>)")
                + (filter.to().isPresent() ? " AND recipient = :to" : "")
                + (filter.call().isPresent() ? " AND call_id = :call" : "")
                + " ORDER BY position DESC LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            after.ifPresent(a -> query.bind("after", a.text()));
            filter.to().ifPresent(t -> query.bind("to", t));
            filter.call().ifPresent(c -> query.bind("call", c.text()));
            if (!filter.states().isEmpty()) {
                query.bindList(
                        "states", filter.states().stream().map(Enum::name).toList());
            }
            return query.map(JdbcPushes::push).list();
        });
    }

    @Override
    public List<Push> unfinished() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM pushes WHERE finished = FALSE ORDER BY position")
                .map(JdbcPushes::push)
                .list());
    }

    @Override
    public List<PushEvent> events(PushId push, int after) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM push_events WHERE push_id = ? AND sequence > ? ORDER BY sequence",
                        push.text(),
                        after)
                .map(JdbcPushes::event)
                .list());
    }

    @Override
    public void purge(Instant endedBefore, Instant now) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "DELETE FROM pushes WHERE finished = TRUE AND changed_at < ? AND (link_until IS NULL OR link_until < ?)",
                    time(endedBefore),
                    time(now));
            handle.execute("DELETE FROM push_events WHERE NOT EXISTS"
                    + " (SELECT 1 FROM pushes p WHERE p.id = push_events.push_id)");
            handle.execute("DELETE FROM push_deliveries WHERE NOT EXISTS"
                    + " (SELECT 1 FROM pushes p WHERE p.id = push_deliveries.push_id)");
            handle.execute("UPDATE pushes SET sink_token = NULL WHERE sink_token_expires < ?", time(now));
            handle.execute("DELETE FROM push_uploads WHERE expires < ?", time(now));
        });
    }

    // ---- Uploads

    @Override
    public void add(String owner, StoredFile file) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO push_uploads (id, owner, size, expires) VALUES (?, ?, ?, ?)",
                file.id(),
                owner,
                file.size(),
                time(file.expires())));
    }

    @Override
    public boolean isOf(String owner, String id, Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                                "SELECT COUNT(*) FROM push_uploads WHERE id = ? AND owner = ? AND expires > ?",
                                id,
                                owner,
                                time(now))
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }

    @Override
    public long used(String owner, Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT COALESCE(SUM(size), 0) FROM push_uploads WHERE owner = ? AND expires > ?",
                        owner,
                        time(now))
                .mapTo(Long.class)
                .one());
    }

    // ---- rows

    private static Push push(ResultSet row, StatementContext context) throws SQLException {
        return new Push(
                PushId.parse(row.getString("id")).orElseThrow(),
                row.getString("owner"),
                PartyAddress.parse(row.getString("sender")).orElseThrow(),
                PartyAddress.parse(row.getString("recipient")).orElseThrow(),
                new PushContent(
                        PushContent.Kind.valueOf(row.getString("kind")),
                        row.getString("words"),
                        row.getString("url"),
                        file(row)),
                Optional.ofNullable(row.getString("call_id")).flatMap(CallId::parse),
                link(row),
                row.getInt("revision"),
                PushState.valueOf(row.getString("state")),
                row.getString("detail"),
                Optional.ofNullable(row.getString("way")).map(Way::valueOf),
                instant(row, "created_at"),
                instant(row, "changed_at"),
                instant(row, "expires_at"));
    }

    private static Optional<StoredFile> file(ResultSet row) throws SQLException {
        String id = row.getString("file_id");
        return id == null
                ? Optional.empty()
                : Optional.of(new StoredFile(
                        id,
                        row.getString("file_name"),
                        row.getString("file_type"),
                        row.getLong("file_size"),
                        row.getString("file_sha256"),
                        instant(row, "file_expires")));
    }

    private static Optional<Push.Link> link(ResultSet row) throws SQLException {
        String token = row.getString("link");
        return token == null ? Optional.empty() : Optional.of(new Push.Link(token, instant(row, "link_until")));
    }

    static PushEvent event(ResultSet row, StatementContext context) throws SQLException {
        return new PushEvent(
                PushId.parse(row.getString("push_id")).orElseThrow(),
                row.getInt("sequence"),
                row.getString("id"),
                instant(row, "happened_at"),
                row.getString("json"),
                row.getBoolean("final"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
