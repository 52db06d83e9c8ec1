package org.tombolo.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The portal's files and just enough of the API, with states that a test sets by hand: for tests of the pages alone, which would be slow or impossible
 * to bring about with real phones.
 */
final class FakeGateway implements AutoCloseable {
    static final String PASSWORD = "open-sesame-42";
    private static final Path PAGES = Path.of("src/main/webapp");
    private static final Path LIBRARIES = Path.of("src/main/npm/node_modules");
    private static final String POLICY =
            "default-src 'self'; media-src 'self' blob:; img-src 'self' data:; object-src 'none'; base-uri 'self';"
                    + " form-action 'self'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript",
            "css", "text/css",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");

    private final ObjectMapper json = new ObjectMapper();
    private final String context;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LiveVideo video;
    private final Map<String, Map<String, Object>> shares = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> calls = new LinkedHashMap<>();
    private final FakeClients clients = new FakeClients();
    private final List<Map<String, Object>> associations = new CopyOnWriteArrayList<>();
    private final Map<String, List<BlockingQueue<String>>> listeners = new ConcurrentHashMap<>();
    /** What each topic has said, so that a client that comes back gets what it missed. */
    private final Map<String, List<String>> told = new ConcurrentHashMap<>();

    private final List<HttpExchange> streams = new CopyOnWriteArrayList<>();
    private final List<String> resumed = new CopyOnWriteArrayList<>();
    private volatile boolean cut;
    private volatile String user = "";
    private volatile boolean resent;

    /** @param context where the portal lives: empty, or such as {@code /tombolo} */
    FakeGateway(String context, int port) throws IOException {
        this.context = context;
        this.video = LiveVideo.start();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        FakeData.associations(associations);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + context + path;
    }

    LiveVideo video() {
        return video;
    }

    void signOut() {
        user = "";
        resent = false;
    }

    void share(String id, String state) {
        Map<String, Object> share = new LinkedHashMap<>(Map.of(
                "id",
                id,
                "from",
                "tel:+15550003",
                "to",
                "sip:alice@ims.localhost",
                "state",
                state,
                "watchUrl",
                "https://gateway.example" + context + "/watch/" + id,
                "startedAt",
                Instant.now().minusSeconds(64).toString()));
        shares.put(id, share);
        tell("share " + id, "{\"id\":\"" + id + "\",\"state\":\"" + state + "\",\"reason\":\"\"}");
    }

    /** The phone of a live share puts it on hold, or comes back. */
    void hold(String id, boolean held) {
        video.hold(held);
        tell("share " + id, "{\"id\":\"" + id + "\",\"state\":\"live\",\"reason\":\"\",\"held\":" + held + "}");
    }

    void noShares() {
        video.hold(false);
        shares.clear();
    }

    void call(String id, String caller, String callee, String status, String reason) {
        synchronized (calls) {
            calls.put(
                    id,
                    new LinkedHashMap<>(Map.of(
                            "id",
                            id,
                            "callId",
                            id,
                            "caller",
                            caller,
                            "callee",
                            callee,
                            "status",
                            status,
                            "createdAt",
                            Instant.now().minusSeconds(7).toString())));
        }
        String why = reason.isEmpty() ? "" : ",\"reason\":\"" + reason + "\"";
        tell(
                "call " + id,
                "{\"type\":\"org.tombolo.call.v1.status-changed\",\"data\":{\"callId\":\"" + id
                        + "\",\"status\":{\"state\":\"" + status + "\"" + why + "},\"timestamp\":\"" + Instant.now()
                        + "\"}}");
    }

    /** A phone calls the pages. */
    void ring(String state) {
        tell(
                "line",
                "{\"id\":\"n9Xw2LmB0aZtk3Jd9QmXw0ab\",\"incoming\":true,\"peer\":\"tel:+15550003\",\"video\":true,\"state\":\""
                        + state + "\",\"reason\":\"\",\"detail\":\"\",\"since\":\"" + Instant.now() + "\"}");
    }

    void noCalls() {
        synchronized (calls) {
            calls.clear();
        }
        told.clear();
        resumed.clear();
    }

    private void tell(String topic, String data) {
        told.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(data);
        listeners.getOrDefault(topic, List.of()).forEach(queue -> queue.add(data));
    }

    /** Cuts every stream of events, and answers none until {@link #mend}. */
    void cutStreams() {
        cut = true;
        streams.forEach(HttpExchange::close);
        streams.clear();
    }

    void mend() {
        cut = false;
    }

    /** What clients that came back sent as {@code Last-Event-ID}. */
    List<String> resumed() {
        return resumed;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            String path = exchange.getRequestURI().getPath();
            if (!path.startsWith(context + "/")) {
                answer(exchange, 404, "text/plain", "not here".getBytes(StandardCharsets.UTF_8));
            } else {
                route(exchange, path.substring(context.length() + 1));
            }
        } catch (IOException e) {
            // The browser went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void route(HttpExchange exchange, String path) throws IOException, InterruptedException {
        if (path.equals("api/v1/session")) {
            session(exchange);
        } else if (path.startsWith("api/")
                || path.startsWith("media/")
                || path.startsWith("whep/")
                || path.startsWith("click-to-dial/")) {
            if (user.isEmpty()) {
                problem(exchange, 401, "sign in, or send an access token");
            } else {
                api(exchange, path);
            }
        } else if (path.equals("health/ready")) {
            send(exchange, 200, FakeData.health());
        } else if (path.equals(".well-known/openid-configuration")) {
            send(exchange, 200, FakeClients.issuer());
        } else if (path.equals("metrics")) {
            answer(exchange, 200, "text/plain", FakeData.metrics().getBytes(StandardCharsets.UTF_8));
        } else {
            file(exchange, path);
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        Map<String, String> pages = Map.of(
                "",
                "index.html",
                "calls",
                "calls.html",
                "share",
                "share.html",
                "messages",
                "messages.html",
                "webhooks",
                "webhooks.html",
                "admin",
                "admin.html",
                "signin",
                "signin.html");
        String name = path.startsWith("watch/") ? "watch.html" : pages.getOrDefault(path, path);
        Path file = name.startsWith("lib/inter/")
                ? LIBRARIES.resolve("@fontsource-variable").resolve(name.substring(4))
                : name.startsWith("lib/") ? LIBRARIES.resolve(name.substring(4)) : PAGES.resolve(name);
        if (!Files.isRegularFile(file)) {
            answer(exchange, 404, "text/plain", "no such file".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        answer(exchange, 200, type, Files.readAllBytes(file));
    }

    private void session(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> signIn(exchange, json.readTree(exchange.getRequestBody()));
            case "DELETE" -> {
                user = "";
                exchange.sendResponseHeaders(204, -1);
            }
            default -> who(exchange);
        }
    }

    private void signIn(HttpExchange exchange, JsonNode asked) throws IOException {
        if (asked.path("password").asText().equals(PASSWORD)) {
            user = asked.path("name").asText();
            who(exchange);
        } else {
            problem(exchange, 401, "wrong name or password");
        }
    }

    private void who(HttpExchange exchange) throws IOException {
        if (user.isEmpty()) {
            problem(exchange, 401, "sign in, or send an access token");
            return;
        }
        List<String> scopes = new ArrayList<>(List.of(
                "shares:read",
                "calls:read",
                "calls:write",
                "click-to-dial:calls:create",
                "click-to-dial:calls:read",
                "click-to-dial:calls:delete"));
        if (user.equals("admin")) {
            scopes.addAll(List.of("admin", "shares:write"));
        }
        send(exchange, 200, Map.of("name", user, "scopes", scopes, "csrf", "c-" + user));
    }

    private void api(HttpExchange exchange, String path) throws IOException, InterruptedException {
        String[] part = path.split("/");
        boolean safe = exchange.getRequestMethod().equals("GET");
        if (!safe && !("c-" + user).equals(exchange.getRequestHeaders().getFirst("X-CSRF-Token"))) {
            problem(exchange, 403, "the header X-CSRF-Token is missing or wrong");
        } else if (path.startsWith("whep/") && isLive(part[1])) {
            problem(exchange, 422, "no WebRTC here: the page must fall back");
        } else if (path.startsWith("media/") || path.startsWith("whep/")) {
            media(exchange, part[1]);
        } else if (path.startsWith("click-to-dial/")) {
            dial(exchange, part);
        } else if (path.endsWith("/events")) {
            events(exchange, topic(part));
        } else if (path.startsWith("api/admin/")) {
            admin(exchange, part);
        } else {
            lists(exchange, part);
        }
    }

    private static String topic(String[] part) {
        return switch (part[2]) {
            case "shares" -> "share " + part[3];
            case "browser-calls" -> "line";
            default -> "call " + part[3];
        };
    }

    private void lists(HttpExchange exchange, String[] part) throws IOException {
        if (part[2].equals("deliveries")) {
            send(exchange, 200, FakeData.deliverySummaries());
        } else if (part[2].equals("push-deliveries")) {
            send(exchange, 200, FakeData.pushSummaries());
        } else if (part.length > 4 && part[4].equals("deliveries")) {
            boolean again = exchange.getRequestMethod().equals("POST");
            send(
                    exchange,
                    again ? 202 : 200,
                    again ? Map.of("resent", part.length > 5 ? 1 : 4) : FakeData.deliveries(resent));
            resent |= again;
        } else if (part[2].equals("messages")) {
            send(exchange, 200, FakeData.messages());
        } else if (part[2].equals("webhook-secret")) {
            send(exchange, 200, Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw3Uv0Hq2bX0s="));
        } else if (part[2].equals("calls")) {
            synchronized (calls) {
                List<Object> newest = new ArrayList<>(calls.values());
                java.util.Collections.reverse(newest);
                send(exchange, 200, Map.of("items", newest));
            }
        } else if (part.length == 3) {
            send(exchange, 200, Map.of("items", shares.values()));
        } else if (shares.containsKey(part[3])) {
            send(exchange, 200, shares.get(part[3]));
        } else {
            problem(exchange, 404, "no such share");
        }
    }

    private boolean isLive(String id) {
        return shares.getOrDefault(id, Map.of()).containsValue("live");
    }

    private void media(HttpExchange exchange, String id) throws IOException, InterruptedException {
        if (exchange.getRequestURI().getPath().endsWith("/still.mp4") && isLive(id)) {
            answer(exchange, 200, "video/mp4", video.still());
            return;
        }
        String state =
                String.valueOf(shares.getOrDefault(id, Map.of("state", "none")).get("state"));
        int status = Map.of("live", 200, "waiting", 409, "none", 404).getOrDefault(state, 410);
        if (status != 200) {
            problem(exchange, status, "the share is " + state);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        exchange.getResponseHeaders().set("X-Codecs", LiveVideo.CODECS);
        exchange.sendResponseHeaders(200, 0);
        BlockingQueue<byte[]> queue = video.join();
        try (OutputStream out = exchange.getResponseBody()) {
            for (byte[] bytes = queue.take(); bytes != LiveVideo.END; bytes = queue.take()) {
                out.write(bytes);
                out.flush();
            }
        } finally {
            video.leave(queue);
        }
    }

    private void events(HttpExchange exchange, String topic) throws IOException, InterruptedException {
        if (cut) {
            problem(exchange, 503, "not now");
            return;
        }
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String header = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        String last = header == null && query.startsWith("lastEventId=") ? query.substring(12) : header;
        if (last != null) {
            resumed.add(last);
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        streams.add(exchange);
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        List<BlockingQueue<String>> here = listeners.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
        List<String> before = told.getOrDefault(topic, List.of());
        here.add(queue);
        // As the gateway does: a call's events behind the one that the client has, a share's latest.
        int from = last != null ? Integer.parseInt(last) : Math.max(before.size() - 1, 0);
        int sequence = from;
        queue.addAll(before.subList(from, before.size()));
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                String data = queue.poll(1, TimeUnit.SECONDS);
                sequence += data == null ? 0 : 1;
                out.write((data == null ? ": \n\n" : "id: " + sequence + "\nevent: status\ndata: " + data + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            here.remove(queue);
        }
    }

    private void dial(HttpExchange exchange, String[] part) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            Map<String, Object> call = calls.get(part[3]);
            call(
                    part[3],
                    String.valueOf(call.get("caller")),
                    String.valueOf(call.get("callee")),
                    "disconnected",
                    "hangUp");
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        JsonNode asked = json.readTree(exchange.getRequestBody());
        String callee = asked.at("/callee/number").asText();
        if (callee.equals("+15559999")) {
            send(
                    exchange,
                    422,
                    Map.of(
                            "status",
                            422,
                            "code",
                            "UNPROCESSABLE",
                            "message",
                            "+15559999 is not a number of this network"));
            return;
        }
        String id = "call-" + (calls.size() + 1);
        call(id, asked.at("/caller/number").asText(), callee, "initiating", "");
        send(exchange, 201, calls.get(id));
    }

    private void admin(HttpExchange exchange, String[] part) throws IOException {
        switch (part[3]) {
            case "associations" -> associations(exchange, part);
            case "clients" -> clients(exchange, part);
            case "sessions" -> {
                String query = String.valueOf(exchange.getRequestURI().getQuery());
                boolean found = !query.contains("callId=") || query.contains("a84b4c76e66710");
                send(exchange, 200, Map.of("items", found ? FakeData.sessions() : List.of()));
            }
            default -> send(exchange, 200, FakeData.trace(part[4]));
        }
    }

    private void clients(HttpExchange exchange, String[] part) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "DELETE" -> {
                clients.remove(part[4]);
                exchange.sendResponseHeaders(204, -1);
            }
            case "PATCH" -> send(exchange, 200, clients.change(part[4], json.readTree(exchange.getRequestBody())));
            case "POST" -> {
                if (part.length == 4) {
                    send(exchange, 201, clients.register(json.readTree(exchange.getRequestBody())));
                } else if (part[4].equals("keys")) {
                    exchange.sendResponseHeaders(204, -1);
                } else {
                    send(exchange, 200, clients.secret(part[4]));
                }
            }
            default -> send(exchange, 200, Map.of("items", clients.all()));
        }
    }

    private void associations(HttpExchange exchange, String[] part) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "DELETE" -> {
                associations.removeIf(one -> one.get("id").equals(part[4]));
                exchange.sendResponseHeaders(204, -1);
            }
            case "POST" -> add(exchange, json.readTree(exchange.getRequestBody()));
            default -> send(exchange, 200, Map.of("items", associations));
        }
    }

    private void add(HttpExchange exchange, JsonNode asked) throws IOException {
        String ims = asked.path("ims").asText();
        if (!ims.startsWith("sip:") && !ims.startsWith("tel:")) {
            problem(exchange, 400, "ims: '" + ims + "' is neither a SIP address nor a telephone number");
            return;
        }
        Map<String, Object> made = Map.of(
                "id",
                "n" + System.nanoTime(),
                "ims",
                ims,
                "web",
                asked.path("web").asText(),
                "service",
                asked.path("service").asText(),
                "source",
                "ADMIN");
        associations.add(made);
        send(exchange, 201, made);
    }

    private void problem(HttpExchange exchange, int status, String detail) throws IOException {
        byte[] body = write(Map.of("type", "about:blank", "title", "Problem", "status", status, "detail", detail));
        answer(exchange, status, "application/problem+json", body);
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        answer(exchange, status, "application/json", write(body));
    }

    private byte[] write(Object body) throws JsonProcessingException {
        return json.writeValueAsBytes(body);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        video.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
