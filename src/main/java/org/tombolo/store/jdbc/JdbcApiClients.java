package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.ApiClients;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;

/** Registered programs in the database. */
public final class JdbcApiClients implements ApiClients {
    private final Jdbi jdbi;

    public JdbcApiClients(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void add(ApiClient client, String secretHash) {
        Optional<ApiClient.Button> button = client.button();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO api_clients (id, name, owner, scopes, secret_hash, enabled,"
                                + " created_at, button_key, button_origins, button_callees) VALUES (:id, :name, :owner, :scopes,"
                                + " :hash, :enabled, :created, :key, :origins, :callees)")
                .bind("id", client.id())
                .bind("name", client.name())
                .bind("owner", client.owner().map(WebUser::name).orElse(null))
                .bind("scopes", joined(client.scopes()))
                .bind("hash", secretHash)
                .bind("enabled", client.enabled())
                .bind("created", client.createdAt().atOffset(ZoneOffset.UTC))
                .bind("key", button.map(ApiClient.Button::key).orElse(null))
                .bind("origins", button.map(b -> joined(b.origins())).orElse(null))
                .bind(
                        "callees",
                        button.map(b -> joined(b.callees().stream()
                                        .map(TelNumber::e164)
                                        .toList()))
                                .orElse(null))
                .execute());
    }

    @Override
    public Optional<ApiClient> find(String id) {
        return one("id", id);
    }

    @Override
    public Optional<ApiClient> byKey(String key) {
        return one("button_key", key);
    }

    private Optional<ApiClient> one(String column, String value) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM api_clients WHERE " + column + " = ?", value)
                .map(JdbcApiClients::client)
                .findOne());
    }

    @Override
    public Optional<String> secretHash(String id) {
        return jdbi.withHandle(handle -> handle.select("SELECT secret_hash FROM api_clients WHERE id = ?", id)
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public boolean setSecretHash(String id, String secretHash) {
        return changed("UPDATE api_clients SET secret_hash = ? WHERE id = ?", secretHash, id);
    }

    @Override
    public boolean enable(String id, boolean enabled) {
        return changed("UPDATE api_clients SET enabled = ? WHERE id = ?", enabled, id);
    }

    @Override
    public boolean setQuota(String id, ApiClient.Quota quota) {
        return jdbi.withHandle(handle -> handle.createUpdate("UPDATE api_clients SET quota_active = :active,"
                                + " quota_per_minute = :minute, quota_per_day = :day,"
                                + " quota_minutes_per_day = :minutes WHERE id = :id")
                        .bind("active", quota.active().orElse(null))
                        .bind("minute", quota.perMinute().orElse(null))
                        .bind("day", quota.perDay().orElse(null))
                        .bind("minutes", quota.minutesPerDay().orElse(null))
                        .bind("id", id)
                        .execute())
                == 1;
    }

    @Override
    public void used(String id, Instant at) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE api_clients SET last_used_at = ? WHERE id = ?", at.atOffset(ZoneOffset.UTC), id));
    }

    @Override
    public boolean remove(String id) {
        return changed("DELETE FROM api_clients WHERE id = ?", id);
    }

    private boolean changed(String sql, Object... values) {
        return jdbi.withHandle(handle -> handle.execute(sql, values)) == 1;
    }

    @Override
    public List<ApiClient> list(String after, int limit) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT * FROM api_clients WHERE id > ? ORDER BY id LIMIT ?", after, limit)
                        .map(JdbcApiClients::client)
                        .list());
    }

    private static ApiClient client(ResultSet row, StatementContext context) throws SQLException {
        return new ApiClient(
                row.getString("id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("owner")).map(WebUser::new),
                split(row.getString("scopes")),
                row.getBoolean("enabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                button(row),
                new ApiClient.Quota(
                        number(row, "quota_active"),
                        number(row, "quota_per_minute"),
                        number(row, "quota_per_day"),
                        number(row, "quota_minutes_per_day")),
                Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    private static Optional<Integer> number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    private static Optional<ApiClient.Button> button(ResultSet row) throws SQLException {
        String key = row.getString("button_key");
        if (key == null) {
            return Optional.empty();
        }
        Set<TelNumber> callees = split(row.getString("button_callees")).stream()
                .map(TelNumber::new)
                .collect(Collectors.toSet());
        return Optional.of(new ApiClient.Button(key, split(row.getString("button_origins")), callees));
    }

    private static String joined(Collection<String> values) {
        return String.join(" ", new TreeSet<>(values));
    }

    private static Set<String> split(String values) {
        return Arrays.stream(values.split(" ")).filter(v -> !v.isEmpty()).collect(Collectors.toSet());
    }
}
