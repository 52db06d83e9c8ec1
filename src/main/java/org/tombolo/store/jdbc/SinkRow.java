package org.tombolo.store.jdbc;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.SinkCredential;

/**
 * The columns of the table of calls that say where its events go.
 *
 * @param values by the name of the bound parameter
 */
record SinkRow(Map<String, @Nullable Object> values) {
    /** What {@link #read} needs, of the table {@code c}. */
    static final String COLUMNS =
            "c.sink, c.sink_token, c.sink_token_expires, c.sink_client, c.sink_token_uri, c.correlator";

    static SinkRow of(Optional<Sink> sink) {
        Optional<SinkCredential> credential = sink.flatMap(Sink::credential);
        Optional<SinkCredential.AccessToken> token = only(credential, SinkCredential.AccessToken.class);
        Optional<SinkCredential.PrivateKeyJwt> key = only(credential, SinkCredential.PrivateKeyJwt.class);
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("sink", sink.map(s -> s.uri().toString()).orElse(null));
        values.put("token", token.map(SinkCredential.AccessToken::value).orElse(null));
        values.put(
                "expires", token.map(t -> t.expires().atOffset(ZoneOffset.UTC)).orElse(null));
        values.put("client", key.map(SinkCredential.PrivateKeyJwt::clientId).orElse(null));
        values.put("tokenUri", key.map(k -> k.tokenUri().toString()).orElse(null));
        values.put("correlator", sink.map(Sink::correlator).orElse(null));
        return new SinkRow(values);
    }

    private static <T> Optional<T> only(Optional<SinkCredential> credential, Class<T> kind) {
        return credential.filter(kind::isInstance).map(kind::cast);
    }

    static Optional<Sink> read(ResultSet row) throws SQLException {
        String uri = row.getString("sink");
        if (uri == null) {
            return Optional.empty();
        }
        String correlator = Optional.ofNullable(row.getString("correlator")).orElse("");
        return Optional.of(new Sink(URI.create(uri), credential(row), correlator));
    }

    private static Optional<SinkCredential> credential(ResultSet row) throws SQLException {
        String token = row.getString("sink_token");
        String client = row.getString("sink_client");
        if (token != null) {
            OffsetDateTime expires = row.getObject("sink_token_expires", OffsetDateTime.class);
            return Optional.of(new SinkCredential.AccessToken(token, expires.toInstant()));
        }
        return client == null
                ? Optional.empty()
                : Optional.of(new SinkCredential.PrivateKeyJwt(client, URI.create(row.getString("sink_token_uri"))));
    }
}
