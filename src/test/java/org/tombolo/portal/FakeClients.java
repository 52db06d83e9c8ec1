package org.tombolo.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clients of the fake gateway: what the admin API says of them. */
final class FakeClients {
    private static final List<String> QUOTAS = List.of("active", "perMinute", "perDay", "minutesPerDay");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Map<String, Object>> clients = new LinkedHashMap<>();

    FakeClients() {
        client("client_Berlin", "CRM of the Berlin office", List.of("calls:read", "calls:write"))
                .put("lastUsedAt", Instant.now().minusSeconds(240).toString());
        client("client_Shop", "Shop of example.org", List.of("click-to-dial:calls:create"))
                .put("enabled", false);
    }

    static Map<String, Object> issuer() {
        return Map.of(
                "scopes_supported",
                List.of(
                        "admin",
                        "calls:read",
                        "calls:write",
                        "click-to-dial:calls:create",
                        "click-to-dial:calls:read",
                        "shares:read"));
    }

    private Map<String, Object> client(String id, String name, List<String> scopes) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("id", id);
        client.put("name", name);
        client.put("scopes", scopes);
        client.put("enabled", true);
        client.put("createdAt", Instant.now().toString());
        client.put("use", Map.of("active", 1, "minute", 0, "day", 27, "minutes", 81));
        quota(client, json.createObjectNode());
        clients.put(id, client);
        return client;
    }

    private static void quota(Map<String, Object> client, JsonNode asked) {
        Map<String, Object> quota = new LinkedHashMap<>();
        Map<String, Object> limits = new LinkedHashMap<>();
        for (String part : QUOTAS) {
            Optional<Integer> own =
                    asked.has(part) ? Optional.of(asked.get(part).asInt()) : Optional.empty();
            own.ifPresent(value -> quota.put(part, value));
            limits.put(part, own.orElse(part.equals("perDay") ? 500 : 0));
        }
        client.put("quota", quota);
        client.put("limits", limits);
    }

    synchronized List<Map<String, Object>> all() {
        return new ArrayList<>(clients.values());
    }

    synchronized Map<String, Object> register(JsonNode asked) {
        List<String> scopes = new ArrayList<>();
        asked.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return shown(client("client_" + clients.size(), asked.path("name").asText(), scopes));
    }

    synchronized Map<String, Object> secret(String id) {
        return shown(clients.getOrDefault(id, Map.of()));
    }

    private static Map<String, Object> shown(Map<String, Object> client) {
        return Map.of("client", client, "secret", "secret_" + System.nanoTime());
    }

    synchronized Map<String, Object> change(String id, JsonNode asked) {
        Map<String, Object> client = clients.getOrDefault(id, Map.of());
        if (asked.has("enabled")) {
            client.put("enabled", asked.get("enabled").asBoolean());
        }
        if (asked.has("quota")) {
            quota(client, asked.get("quota"));
        }
        return client;
    }

    synchronized void remove(String id) {
        clients.remove(id);
    }
}
