package org.tombolo.web.server;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the session cookie, as a browser does, and the CSRF token, as the portal's script does. */
final class Browser {
    private static final Pattern CSRF = Pattern.compile("\"csrf\":\"([^\"]+)\"");

    private final WebServer server;
    private final HttpClient client;
    private String csrf = "";

    Browser(WebServer server, HttpClient client) {
        this.server = server;
        this.client = client;
    }

    void signIn(String name) {
        HttpResponse<String> response = send(server.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + name + "\",\"password\":\"" + name + "-pw\"}")));
        Matcher matcher = CSRF.matcher(response.body());
        if (response.statusCode() != 200 || !matcher.find()) {
            throw new AssertionError(response + response.body());
        }
        csrf = matcher.group(1);
    }

    String csrf() {
        return csrf;
    }

    HttpResponse<String> get(String path) {
        return send(server.request(path).GET());
    }

    /** Without a body, and with the CSRF token. */
    HttpResponse<String> send(String method, String path) {
        return send(
                server.request(path).header("X-CSRF-Token", csrf).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
