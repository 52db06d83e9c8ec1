package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.event.EventStore.KeptLeg;
import org.tombolo.sip.DialogRecord;

/** The table of legs of calls that have not ended. */
final class CallLegTable {
    private CallLegTable() {}

    static void keep(Handle handle, List<KeptLeg> legs) {
        if (legs.isEmpty()) {
            return;
        }
        // Of one leg in one batch only the latest counts.
        Map<List<String>, KeptLeg> latest = new HashMap<>();
        legs.forEach(leg -> latest.put(List.of(leg.call().text(), leg.name()), leg));
        PreparedBatch batch =
                handle.prepareBatch("MERGE INTO call_legs (call_id, name, dialog) VALUES (:call, :name, :dialog)");
        latest.values()
                .forEach(leg -> batch.bind("call", leg.call().text())
                        .bind("name", leg.name())
                        .bind("dialog", leg.dialog().text())
                        .add());
        batch.execute();
    }

    static void forget(Handle handle, List<Call> ended) {
        if (ended.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("DELETE FROM call_legs WHERE call_id = :call");
        ended.forEach(call -> batch.bind("call", call.id().text()).add());
        batch.execute();
    }

    static List<KeptLeg> all(Handle handle) {
        return handle
                .select("SELECT l.* FROM call_legs l JOIN calls c ON c.id = l.call_id WHERE c.reason IS NULL")
                .map((row, context) -> leg(row))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<KeptLeg> leg(ResultSet row) throws SQLException {
        CallId call = JdbcCalls.id(row.getString("call_id"));
        String name = row.getString("name");
        return DialogRecord.parse(row.getString("dialog")).map(dialog -> new KeptLeg(call, name, dialog));
    }
}
