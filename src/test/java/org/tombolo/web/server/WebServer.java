package org.tombolo.web.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.servlet.DispatcherType;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Domains;
import org.tombolo.gateway.interconnection.tracking.FakeTracking;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.FakeGuests;
import org.tombolo.metrics.prometheus.PrometheusMetrics;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.Trace;
import org.tombolo.web.Access;
import org.tombolo.web.Links;
import org.tombolo.web.SignedLinks;
import org.tombolo.web.admin.AssociationResource;
import org.tombolo.web.admin.TraceResource;
import org.tombolo.web.chat.ChatResource;
import org.tombolo.web.chat.ContactSearch;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.health.Health;
import org.tombolo.web.health.HealthResource;
import org.tombolo.web.health.MetricsResource;
import org.tombolo.web.message.MessageAccess;
import org.tombolo.web.message.MessageResource;
import org.tombolo.web.session.Sessions;
import org.tombolo.web.share.GuestResource;
import org.tombolo.web.share.ShareAccess;
import org.tombolo.web.share.ShareResource;
import org.tombolo.web.share.ViewerResource;
import org.tombolo.web.signin.SessionResource;
import org.tombolo.web.token.ChatKey;
import org.tombolo.web.token.Issuer;

/** The web side in a real Servlet 3.0 container (embedded Tomcat 7) on a free port, with fakes of the ports behind it. */
final class WebServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Settings.Chat CHAT = new Settings.Chat(
            "web.xmpp.test", "wss://xmpp.test/ws", "https://xmpp.test/http-bind", "https://files.xmpp.test");

    final FakeAssociations associations = new FakeAssociations();
    final FakeShares shares = new FakeShares();
    final FakeGuests guests = new FakeGuests();
    final Trace trace = new InMemoryTrace(100, 100, 1 << 20);
    final PrometheusMetrics metrics = new PrometheusMetrics();
    volatile Callable<Health.State> database = () -> Health.State.up("H2");
    volatile Callable<Health.State> xmpp = () -> Health.State.up("connected");
    final FakeTracking tracking = new FakeTracking();
    final MessageTracker tracker;
    final SignedLinks links = new SignedLinks(new SecureRandom(), Clock.systemUTC());
    final EventStreams streams;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Tomcat tomcat = new Tomcat();
    private final Issuer issuer;
    private final ChatKey chatKey;
    private final String contextPath;

    WebServer(Path data, String contextPath, EventStreamsFactory streamsFactory)
            throws IOException, LifecycleException {
        this.contextPath = contextPath;
        this.issuer = Issuer.open(data, Clock.systemUTC());
        this.tracker = new MessageTracker(true, tracking, timer, metrics);
        this.chatKey = ChatKey.open(data, Clock.systemUTC());
        this.streams = streamsFactory.create(timer, workers);
        tomcat.setBaseDir(Files.createDirectories(data.resolve("tomcat")).toString());
        tomcat.setPort(0);
        tomcat.getConnector().setAttribute("address", "127.0.0.1");
        Path pages = Files.createDirectories(data.resolve("pages"));
        for (String page : new String[] {"index", "watch", "calls", "chat", "admin", "signin"}) {
            Files.writeString(pages.resolve(page + ".html"), "<title>" + page + "</title>");
        }
        Files.writeString(pages.resolve("app.js"), "export {};");
        Context context = tomcat.addContext(contextPath, pages.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Wrapper files = Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
        files.setOverridable(true);
        context.addServletMapping("/", "default");
        context.addMimeMapping("js", "text/javascript");
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    application().start(servletContext);
                    servletContext
                            .addFilter("chat", new ChatPolicy(CHAT))
                            .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, ChatPolicy.PAGE);
                },
                Set.of());
        tomcat.start();
    }

    WebServer(Path data) throws IOException, LifecycleException {
        this(data, "", EventStreams::new);
    }

    private WebApplication application() {
        Sessions sessions = new Sessions(
                Map.of("admin", "admin-pw", "alice", "alice-pw", "bob", "bob-pw"),
                new SecureRandom(),
                Clock.systemUTC());
        Access access = new Access(issuer, sessions, links);
        return new WebApplication(
                access,
                metrics,
                trace,
                Clock.systemUTC(),
                List.of(
                        new SessionResource(sessions, base()),
                        new HealthResource(
                                List.of(
                                        new Health.Check("database", () -> database.call()),
                                        new Health.Check("xmpp", () -> xmpp.call()),
                                        new Health.Check("transcoder", () -> Health.State.absent("not installed"))),
                                workers),
                        new MetricsResource(metrics::scrape),
                        new GuestResource(guests),
                        new ViewerResource(shares, new ShareAccess(associations, guests)),
                        new ShareResource(
                                shares,
                                new ShareAccess(associations, guests),
                                streams,
                                new Links(links, "http://tombolo.test", Clock.systemUTC()),
                                "rtsp://tombolo.test:8554"),
                        new MessageResource(tracker, tracking, new MessageAccess(associations), streams),
                        new AssociationResource(associations),
                        new TraceResource(trace),
                        new ChatResource(CHAT, chatKey, search(), Clock.systemUTC()),
                        new FakeCalls()));
    }

    private ContactSearch search() {
        Domains domains = new Domains("ims.test", "ims.test", "xmpp.test");
        return new ContactSearch(
                new AddressMapping(domains, associations), associations, number -> Optional.empty(), CHAT.domain());
    }

    String base() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + contextPath;
    }

    String token(String... scopes) {
        return issuer.issue("demo", Set.of(scopes));
    }

    /** A request; headers in pairs. */
    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> get(String path, AsScope scope) {
        return get(path, "Authorization", "Bearer " + token(scope.name));
    }

    HttpResponse<String> postJson(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A browser of its own cookies that has signed in. */
    Browser signIn(String name) {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        Browser signedIn = new Browser(this, browser);
        signedIn.signIn(name);
        return signedIn;
    }

    static AsScope as(String scope) {
        return new AsScope(scope);
    }

    record AsScope(String name) {}

    /** Makes the streams, so that a test may choose their heartbeat. */
    interface EventStreamsFactory {
        EventStreams create(ScheduledExecutorService timer, ExecutorService writers);
    }

    @Override
    public void close() {
        streams.close();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat does not stop", e);
        } finally {
            timer.shutdownNow();
            workers.shutdownNow();
            metrics.close();
        }
    }
}
