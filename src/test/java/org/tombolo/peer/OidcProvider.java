package org.tombolo.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** node-oidc-provider, an OpenID Connect provider that others certified. It has other keys each time that it starts. */
public final class OidcProvider implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/npm/provider.js").toAbsolutePath();

    private final int port;
    private final ServerProcess process;

    private OidcProvider(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Starts one on a free port. */
    public static OidcProvider started() throws IOException {
        int port = Ports.free();
        ServerProcess process = new ServerProcess(
                Files.createTempDirectory("oidc"),
                List.of("node", SCRIPT.toString(), String.valueOf(port)),
                Map.of(),
                port);
        process.start();
        return new OidcProvider(port, process);
    }

    /** Its issuer identifier. */
    public String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /** Ends it, for {@link #start} to begin anew. */
    public void stop() {
        process.stop();
    }

    public void start() throws IOException {
        process.start();
    }

    /** An access token of its client {@code robot}. */
    public String token(String scope, String resource) throws Exception {
        String form = "grant_type=client_credentials&scope=" + encoded(scope) + "&resource=" + encoded(resource);
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/token"))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("robot:robot-secret".getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(answer).required("access_token").asText();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.stop();
    }
}
