package org.tombolo.gateway.interaction.cdr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a record as a line of JSON, or of CSV (RFC 4180) under {@link #HEADER}. Line ends are not part of them. */
public final class CdrFormat {
    /** The first line of CSV. */
    public static final String HEADER =
            "callId,owner,caller,callee,createdAt,connectedAt,endedAt,seconds,state,reason,detail";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CdrFormat() {}

    /** Fields without a value are left out. */
    public static String json(Cdr cdr) {
        ObjectNode node = JSON.createObjectNode();
        fields(cdr).forEach((name, value) -> {
            if (name.equals("seconds")) {
                node.put(name, cdr.seconds());
            } else if (!value.isEmpty()) {
                node.put(name, value);
            }
        });
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written", e);
        }
    }

    /** Fields in the order of {@link #HEADER}. */
    public static String csv(Cdr cdr) {
        return fields(cdr).values().stream().map(CdrFormat::quoted).collect(Collectors.joining(","));
    }

    private static Map<String, String> fields(Cdr cdr) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("callId", cdr.callId());
        fields.put("owner", cdr.owner());
        fields.put("caller", cdr.caller());
        fields.put("callee", cdr.callee());
        fields.put("createdAt", time(cdr.createdAt()));
        fields.put("connectedAt", cdr.connectedAt().map(CdrFormat::time).orElse(""));
        fields.put("endedAt", time(cdr.endedAt()));
        fields.put("seconds", Long.toString(cdr.seconds()));
        fields.put("state", cdr.state());
        fields.put("reason", cdr.reason());
        fields.put("detail", cdr.detail());
        return fields;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String quoted(String value) {
        return value.matches("[^\",\r\n]*") ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
