package org.tombolo.store.jdbc;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallLabels;

/** Clients' names in the database; they go with the call. */
public final class JdbcCallLabels implements CallLabels {
    private final Jdbi jdbi;

    public JdbcCallLabels(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void put(CallId call, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch old = handle.prepareBatch("DELETE FROM call_labels WHERE call_id = :call AND label_of = :of");
            PreparedBatch batch = handle.prepareBatch(
                    "INSERT INTO call_labels (call_id, label_of, label) VALUES (:call, :of, :label)");
            labels.forEach((of, label) -> {
                old.bind("call", call.text()).bind("of", of).add();
                batch.bind("call", call.text())
                        .bind("of", of)
                        .bind("label", label)
                        .add();
            });
            old.execute();
            batch.execute();
        });
    }

    @Override
    public Map<String, String> find(CallId call) {
        return jdbi.withHandle(handle -> {
            Map<String, String> labels = new HashMap<>();
            handle.select("SELECT label_of, label FROM call_labels WHERE call_id = ?", call.text())
                    .map((row, context) -> Map.entry(row.getString("label_of"), row.getString("label")))
                    .forEach(label -> labels.put(label.getKey(), label.getValue()));
            return labels;
        });
    }
}
