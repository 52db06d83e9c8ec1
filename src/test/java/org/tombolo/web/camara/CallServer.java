package org.tombolo.web.camara;

import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.tombolo.gateway.interaction.CallEnvironment;
import org.tombolo.gateway.interaction.CallSchedule;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interaction.NoRecordings;
import org.tombolo.gateway.interaction.Parties;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.event.CallEvent;
import org.tombolo.gateway.interaction.event.CloudEvents;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.gateway.interaction.event.EventLog;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.gateway.interaction.event.TestStore;
import org.tombolo.gateway.interaction.event.WebhookSecrets;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.gateway.interaction.guard.ClientQuotas;
import org.tombolo.gateway.interaction.guard.NumberRules;
import org.tombolo.identity.Address;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.Trace;
import org.tombolo.web.Access;
import org.tombolo.web.Links;
import org.tombolo.web.SignedLinks;
import org.tombolo.web.admin.ClientResource;
import org.tombolo.web.button.ButtonResource;
import org.tombolo.web.button.CrossOrigin;
import org.tombolo.web.calls.CallResource;
import org.tombolo.web.calls.CdrsResource;
import org.tombolo.web.calls.DeliveriesResource;
import org.tombolo.web.calls.EventsResource;
import org.tombolo.web.calls.LegsResource;
import org.tombolo.web.calls.ScheduleResource;
import org.tombolo.web.calls.SummariesResource;
import org.tombolo.web.calls.TransferResource;
import org.tombolo.web.calls.WebhookSecretResource;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.oauth.DiscoveryResource;
import org.tombolo.web.oauth.JwksResource;
import org.tombolo.web.oauth.TokenResource;
import org.tombolo.web.oma.CallSessionsResource;
import org.tombolo.web.oma.ParticipantsResource;
import org.tombolo.web.openapi.ApiDocument;
import org.tombolo.web.openapi.DocumentResource;
import org.tombolo.web.server.WebApplication;
import org.tombolo.web.session.Sessions;
import org.tombolo.web.signin.SessionResource;
import org.tombolo.web.token.Issuer;
import org.tombolo.web.token.NotingVerifier;
import org.tombolo.web.token.SinkKey;

/** The calls APIs on a free port of a real Servlet 3.0 container, with the real store and parties that behave by themselves. Every CAMARA exchange is held against CAMARA's document. */
public final class CallServer implements AutoCloseable {
    public static final String CALLS = "/click-to-dial/v0.2rc1/calls";
    public static final int MOST = 3;

    public final Parties parties = new Parties();
    public final MapMetrics metrics = new MapMetrics();
    public final Trace trace = InMemoryTrace.ofOrdinarySize();
    public final List<CallEvent> delivered = new CopyOnWriteArrayList<>();
    public final List<Sink> sinks = new CopyOnWriteArrayList<>();
    public volatile boolean ready = true;
    public volatile SinkClient.Attempt answer = new SinkClient.Attempt(SinkClient.Kind.DELIVERED, "204");
    final ClickToDialYaml yaml = ClickToDialYaml.V0_2;

    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final TestStore store = TestStore.inMemory();
    private final EventStreams streams = new EventStreams(timer, workers);
    private final EventFeed feed = new EventFeed(store.calls);
    private final SinkDelivery delivery;
    private final EventLog journal;
    private final CallGuard guard;
    private final ClickToDial calls;
    private final CallEnvironment environment;
    private final CallSchedule schedule;
    private final Issuer issuer;
    private final SinkKey sinkKey;
    private final Tomcat tomcat = new Tomcat();
    private final HttpClient client = HttpClient.newHttpClient();

    public CallServer(Path data) throws IOException, LifecycleException {
        issuer = Issuer.open(data, "http://tombolo.test", clock);
        sinkKey = SinkKey.open(data, clock);
        delivery = new SinkDelivery(
                this::delivered,
                store.deliveries,
                workers,
                timer,
                SinkDelivery.Limits.usual(),
                clock,
                new SecureRandom(),
                trace,
                metrics);
        CloudEvents events = new CloudEvents("http://tombolo.test/click-to-dial/v0.2rc1");
        journal = new EventLog(store.calls, feed, delivery, events, orphans -> {}, call -> false, clock, metrics);
        journal.start();
        environment = new CallEnvironment(
                parties,
                journal,
                trace,
                clock,
                new SecureRandom(),
                new CallEnvironment.Limits(Duration.ofSeconds(60), Duration.ofHours(4), MOST),
                new CallEnvironment.Names("ims.localhost", "127.0.0.1"),
                listener -> Optional.empty(),
                NoRecordings.of(timer, clock));
        guard = guard();
        calls = new ClickToDial(
                () -> ready, parties, environment, store.calls, new AliceOwnsHerNumber(), guard, metrics);
        schedule = new CallSchedule(calls, store.schedule, timer, workers, clock, new SecureRandom());
        start(data);
    }

    private CallGuard guard() {
        NumberRules numbers = new NumberRules(List.of(), List.of("+1666"), List.of("+1900"), Set.of("112"));
        ClientQuotas quotas = new ClientQuotas(
                CallGuard.Quotas.none(),
                name -> Requester.clientId(name)
                        .flatMap(store.clients::find)
                        .map(ApiClient::quota)
                        .orElse(ApiClient.Quota.USUAL),
                clock);
        return new CallGuard(numbers, quotas, store.cdrs::seconds, clock);
    }

    private void start(Path data) throws IOException, LifecycleException {
        Files.copy(
                Path.of("src/main/webapp/button.js"),
                Files.createDirectories(data.resolve("pages")).resolve("button.js"));
        tomcat.setBaseDir(Files.createDirectories(data.resolve("tomcat")).toString());
        tomcat.setPort(0);
        tomcat.getConnector().setAttribute("address", "127.0.0.1");
        Context context = tomcat.addContext(
                "", Files.createDirectories(data.resolve("pages")).toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet")
                .setOverridable(true);
        context.addServletMapping("/", "default");
        context.addMimeMapping("js", "text/javascript");
        context.addServletContainerInitializer((classes, c) -> application().start(c), Set.of());
        tomcat.start();
    }

    private WebApplication application() {
        Sessions sessions = new Sessions(Map.of("alice", "alice-pw"), new SecureRandom(), clock);
        SignedLinks signer = new SignedLinks(new SecureRandom(), clock);
        Access access = new Access(
                new NotingVerifier(issuer, client -> store.clients.used(client, clock.instant())), sessions, signer);
        Links links = new Links(signer, "http://tombolo.test", clock);
        return new WebApplication(
                access,
                metrics,
                trace,
                clock,
                List.of(
                        new SessionResource(sessions, base()),
                        new CallsResource(calls, environment.recordings(), trace, clock),
                        new CallResource(calls, schedule, store.keys, feed, streams, workers, links, clock),
                        new LegsResource(calls),
                        new TransferResource(calls),
                        new ScheduleResource(schedule),
                        new CdrsResource(store.cdrs),
                        new CrossOrigin(),
                        new ButtonResource(
                                store.clients,
                                calls,
                                new Links(signer, base(), clock),
                                new ButtonResource.Limits(4, 3, 100),
                                new SecureRandom(),
                                clock),
                        new JwksResource(sinkKey, Optional.of(issuer)),
                        new TokenResource(issuer, store.clients, clock),
                        new DiscoveryResource("http://tombolo.test"),
                        new DocumentResource(),
                        new ClientResource(store.clients, issuer, guard, new SecureRandom(), clock),
                        new DeliveriesResource(calls, feed, store.deliveries, delivery),
                        new EventsResource(store.deliveries),
                        new SummariesResource(store.deliveries),
                        new CallSessionsResource(calls, store.labels, store.keys, base(), clock),
                        new ParticipantsResource(calls, store.labels, base(), clock),
                        new WebhookSecretResource(new WebhookSecrets(store.deliveries, new SecureRandom(), clock))));
    }

    private SinkClient.Attempt delivered(Delivery delivery) {
        delivered.add((CallEvent) delivery.event());
        sinks.add(delivery.sink());
        return answer;
    }

    public String base() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    public String bearer(String client) {
        return "Bearer "
                + issuer.issue(
                        client,
                        Set.of(
                                "click-to-dial:calls:create",
                                "click-to-dial:calls:read",
                                "click-to-dial:calls:delete",
                                "click-to-dial:recordings:read",
                                "calls:read",
                                "calls:write"));
    }

    public String bearerOf(String scope) {
        return "Bearer " + issuer.issue("demo", Set.of(scope));
    }

    public HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(base() + path)).header("Authorization", bearer);
    }

    public HttpResponse<String> post(String body) {
        return exchange(
                request(CALLS, bearer("demo"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                "/calls");
    }

    public HttpResponse<String> get(String callId) {
        return exchange(request(CALLS + "/" + callId, bearer("demo")).GET(), "/calls/{callId}");
    }

    public HttpResponse<String> delete(String callId) {
        return exchange(request(CALLS + "/" + callId, bearer("demo")).DELETE(), "/calls/{callId}");
    }

    /** A CAMARA exchange, which must be as the document says. */
    HttpResponse<String> exchange(HttpRequest.Builder request, String path) {
        return exchange(yaml, request, path);
    }

    HttpResponse<String> exchange(ClickToDialYaml document, HttpRequest.Builder request, String path) {
        HttpRequest sent = request.build();
        HttpResponse<String> response = send(sent);
        document.assertResponse(
                sent.method().toLowerCase(java.util.Locale.ROOT), path, response.statusCode(), response.body());
        if (response.headers().firstValue("x-correlator").isEmpty()) {
            throw new AssertionError("no x-correlator");
        }
        return response;
    }

    /** An answer of our own API must be as our document says. */
    public HttpResponse<String> send(HttpRequest request) {
        HttpResponse<String> answer = send(client, request);
        if (request.uri().getPath().startsWith("/api/")) {
            ApiDocument.ours().assertAnswer(answer);
        }
        return answer;
    }

    public static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int followers() {
        return feed.size();
    }

    public void endAll() {
        calls.close();
    }

    @Override
    public void close() {
        streams.close();
        calls.close();
        journal.close();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        } finally {
            parties.close();
            timer.shutdownNow();
            workers.shutdownNow();
            store.close();
        }
    }

    private static final class AliceOwnsHerNumber implements Associations {
        @Override
        public java.util.Optional<Address> webOf(Address ims, Association.Service service) {
            return ims.equals(new TelNumber("+15550001"))
                    ? java.util.Optional.of(new WebUser("alice"))
                    : java.util.Optional.empty();
        }

        @Override
        public java.util.Optional<Address> imsOf(Address web, Association.Service service) {
            return java.util.Optional.empty();
        }

        @Override
        public List<Address> identitiesOf(Address web, Association.Service service) {
            return List.of();
        }

        @Override
        public List<Association> list(String after, int limit) {
            return List.of();
        }

        @Override
        public Association add(Address ims, Address web, Association.Service service, Association.Source source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(String id) {
            throw new UnsupportedOperationException();
        }
    }
}
