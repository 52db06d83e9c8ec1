package org.tombolo.presence.xcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.SubHandling;
import org.tombolo.presence.rules.Watcher;

/** Rules and lists by GET from an HTTP server. */
class XcapPoliciesTest {
    private static final String ALICE = "sip:alice@example.com";
    private static final String RULES =
            "/xcap/org.openmobilealliance.pres-rules/users/sip:alice@example.com/pres-rules";

    private final Map<String, String> documents = Collections.synchronizedMap(new HashMap<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 200;
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-26T12:00:00Z"));
    private XcapPolicies policies;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        policies = new XcapPolicies(
                new XcapClient(root(), Runnable::run),
                new XcapPolicies.Options(
                        "org.openmobilealliance.pres-rules/users/{user}/pres-rules",
                        Duration.ofSeconds(30),
                        Permission.EVERYTHING),
                clock);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/xcap";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String match = String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match"));
        asked.add(path + " " + match);
        String document = documents.get(path);
        String etag = "\"" + Integer.toHexString(String.valueOf(document).hashCode()) + "\"";
        exchange.getResponseHeaders().set("ETag", etag);
        if (status != 200 || document == null || match.equals(etag)) {
            exchange.sendResponseHeaders(status != 200 ? status : document == null ? 404 : 304, -1);
        } else {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static String rules(String conditions) {
        return "<cr:ruleset xmlns:pr='urn:ietf:params:xml:ns:pres-rules' xmlns:cr='urn:ietf:params:xml:ns:common-policy'"
                + " xmlns:ocp='urn:oma:xml:xdm:common-policy'><cr:rule id='a'><cr:conditions>" + conditions
                + "</cr:conditions><cr:actions><pr:sub-handling>allow</pr:sub-handling></cr:actions></cr:rule></cr:ruleset>";
    }

    private SubHandling handling(String watcher) throws Exception {
        return policies.of(ALICE)
                .get(10, TimeUnit.SECONDS)
                .decide(Watcher.of(watcher), clock.instant(), "")
                .handling();
    }

    @Test
    void rfc4825_7_3_rulesAreReadFromTheUsersDirectory() throws Exception {
        documents.put(RULES, rules("<cr:identity><cr:one id='sip:bob@example.com'/></cr:identity>"));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.ALLOW);
        assertThat(handling("sip:eve@example.com")).isEqualTo(SubHandling.BLOCK);
        assertThat(asked).containsExactly(RULES + " null");
    }

    @Test
    void rfc4825_7_11_whatIsOldIsAskedForByItsEntityTag() throws Exception {
        documents.put(RULES, rules(""));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.ALLOW);
        clock.move(Duration.ofSeconds(31));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.ALLOW);
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1)).matches(".* \"[0-9a-f]+\"");
        documents.put(RULES, rules("<cr:identity/>"));
        clock.move(Duration.ofSeconds(31));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.BLOCK);
    }

    @Test
    void whoHasNoRulesIsSeenAsTheOperatorSays() throws Exception {
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.ALLOW);
    }

    @Test
    void whenNobodyAnswersWhatWasDecidedHolds_andNothingIsGrantedAnew() throws Exception {
        status = 500;
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.CONFIRM);
        status = 200;
        documents.put(RULES, rules(""));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.ALLOW);
        status = 503;
        clock.move(Duration.ofSeconds(31));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.ALLOW);
    }

    @Test
    void omaXdm_externalListsAreReadBelowTheRootAndNowhereElse() throws Exception {
        String friends = "/xcap/resource-lists/users/sip:alice@example.com/index";
        documents.put(
                friends,
                "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'><list name='a'><list><entry"
                        + " uri='sip:carol@Example.com'/></list></list></resource-lists>");
        documents.put("/other/list", documents.get(friends).replace("carol", "eve"));
        String elsewhere = "http://127.0.0.1:" + server.getAddress().getPort() + "/other/list";
        documents.put(
                RULES,
                rules("<ocp:external-list><ocp:entry anc='http://127.0.0.1:"
                        + server.getAddress().getPort() + friends + "'/><ocp:entry anc='" + elsewhere + "'/>"
                        + "</ocp:external-list>"));
        assertThat(handling("sip:carol@example.com")).isEqualTo(SubHandling.ALLOW);
        assertThat(handling("sip:eve@example.com")).isEqualTo(SubHandling.BLOCK);
        assertThat(asked).noneMatch(path -> path.contains("/other/"));
    }

    @Test
    void aRedirectIsNotFollowed_norIsALongDocumentRead_norAnEntity() throws Exception {
        status = 302;
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.CONFIRM);
        status = 200;
        documents.put(RULES, "<a>" + "x".repeat(1 << 20) + "</a>");
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.CONFIRM);
        documents.put(RULES, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + rules("<x>&b;</x>"));
        assertThat(handling("sip:bob@example.com")).isEqualTo(SubHandling.CONFIRM);
    }
}
