package org.tombolo.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Somebody who is signed in to the portal and calls its API as the pages do. */
public final class PortalClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private String csrf = "";

    private PortalClient(String url) {
        this.url = url;
    }

    /**
     * Signs in with the password of the accounts file.
     *
     * @param name {@code admin}, {@code alice} or {@code bob}
     */
    public static PortalClient signIn(Gateway gateway, String name) throws IOException {
        PortalClient client = new PortalClient(gateway.url());
        String password = password(Path.of(gateway.setting("tombolo.data")), name);
        client.csrf = client.post("/api/v1/session", Map.of("name", name, "password", password))
                .path("csrf")
                .asText();
        return client;
    }

    /** The password of an account of the embedded default. */
    public static String password(Path data, String name) throws IOException {
        Properties accounts = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("accounts.properties"))) {
            accounts.load(in);
        }
        return accounts.getProperty(name);
    }

    public JsonNode get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** A file as it is. */
    public String text(String path) throws IOException {
        return answer(request(path).GET()).body();
    }

    /** What comes until it is closed, such as events; there from now on. */
    public InputStream listen(String path) throws IOException {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public JsonNode post(String path, Map<String, ?> json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(json))));
    }

    public JsonNode put(String path, Map<String, ?> json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(json))));
    }

    public void delete(String path) throws IOException {
        send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-CSRF-Token", csrf);
    }

    /** @throws IOException when the answer is not 2xx, with the answer */
    private JsonNode send(HttpRequest.Builder request) throws IOException {
        String body = answer(request).body();
        return body.isEmpty() ? JSON.missingNode() : JSON.readTree(body);
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(response + ": " + response.body());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
