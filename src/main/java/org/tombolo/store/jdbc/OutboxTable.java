package org.tombolo.store.jdbc;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What the tables of both outboxes have in common: a number and a recipient in each row. */
final class OutboxTable {
    private final Jdbi jdbi;
    private final String name;

    /** @param name a table of ours */
    OutboxTable(Jdbi jdbi, String name) {
        this.jdbi = jdbi;
        this.name = name;
    }

    Map<String, Integer> recipients() {
        return jdbi.withHandle(handle -> handle
                .select("SELECT recipient, COUNT(*) AS waiting FROM " + name + " GROUP BY recipient")
                .map((row, context) -> Map.entry(row.getString("recipient"), row.getInt("waiting")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    long greatestNumber() {
        return jdbi.withHandle(handle -> handle.select("SELECT COALESCE(MAX(number), 0) FROM " + name)
                .mapTo(Long.class)
                .one());
    }

    void delete(Handle handle, List<Long> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("DELETE FROM " + name + " WHERE number = ?");
        numbers.forEach(number -> batch.bind(0, number).add());
        batch.execute();
    }
}
