package org.tombolo.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tombolo.registrar.FakeIncoming;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;

class RouterTest {
    private final List<TraceEvent> traced = new ArrayList<>();
    private final Onward onward =
            new Onward(uri -> uri.contains("bob") ? List.of("sip:bob@127.0.0.1:5070") : List.of(), "ims.localhost");
    private final Router router = new Router(
            List.of(new Rule(
                    "echo",
                    r -> r.requestUri().contains("echo"),
                    r -> r.reply(org.tombolo.sip.SipReply.of(200)),
                    Set.of("eventlist"))),
            new Rule("onward", r -> true, onward),
            new Trace() {
                @Override
                public void record(TraceEvent event) {
                    traced.add(event);
                }

                @Override
                public void link(SessionId session, String callId) {}

                @Override
                public List<TraceEvent> timeline(SessionId session) {
                    return traced;
                }

                @Override
                public List<SessionId> sessions(int limit) {
                    return List.of();
                }

                @Override
                public Optional<SessionId> byCallId(String callId) {
                    return Optional.empty();
                }
            },
            Clock.systemUTC());

    @Test
    void theFirstRuleThatWantsARequestHasIt() {
        FakeIncoming request = route("MESSAGE", "sip:echo@ims.localhost", false);
        assertThat(request.replies.get(0).status()).isEqualTo(200);
        assertThat(traced).extracting(TraceEvent::summary).containsExactly("routed to echo");
    }

    @Test
    void theFilterCriteriaMayNameTheGateway() {
        assertThat(named("echo").replies).hasSize(1);
        assertThat(named("another").proceeded).isTrue();
    }

    private FakeIncoming named(String application) {
        FakeIncoming request = new FakeIncoming("MESSAGE", "sip:echo@ims.localhost", true, application, Map.of());
        router.handle(request);
        return request;
    }

    @Test
    void ts24229_5_7_3_whatNobodyWantsGoesOnOverTheRemainingRoute() {
        FakeIncoming request = route("SUBSCRIBE", "sip:bob@ims.localhost", true);
        assertThat(request.proceeded).isTrue();
        assertThat(request.replies).isEmpty();
    }

    @Test
    void withoutARouteItGoesToTheRegisteredContact() {
        assertThat(route("INVITE", "sip:bob@ims.localhost", false).forwarded).containsExactly("sip:bob@127.0.0.1:5070");
    }

    @Test
    void anUnregisteredUserIs480AndAStranger404() {
        assertThat(status(route("INVITE", "sip:carol@ims.localhost", false))).isEqualTo(480);
        assertThat(status(route("INVITE", "sip:carol@elsewhere.test", false))).isEqualTo(404);
    }

    @Test
    void rfc3261_8_2_1_aMethodWeDoNotServeIs405WithAllow() {
        FakeIncoming request = route("PUBLISH", "sip:carol@ims.localhost", false);
        assertThat(status(request)).isEqualTo(405);
        assertThat(request.replies.get(0).headers()).extracting("name").contains("Allow");
    }

    @Test
    void rfc3261_8_2_2_3_anExtensionThatTheRuleServesMayBeRequired() {
        FakeIncoming served =
                new FakeIncoming("SUBSCRIBE", "sip:echo@ims.localhost", false, Map.of("Require", List.of("eventlist")));
        router.handle(served);
        assertThat(status(served)).isEqualTo(200);
        FakeIncoming other = new FakeIncoming(
                "SUBSCRIBE", "sip:echo@ims.localhost", false, Map.of("Require", List.of("eventlist, 100rel")));
        router.handle(other);
        assertThat(status(other)).isEqualTo(420);
        assertThat(other.replies.get(0).headers()).contains(new org.tombolo.sip.Header("Unsupported", "100rel"));
    }

    @Test
    void rfc3261_8_2_2_3_anExtensionThatWeServeWithoutIs420() {
        FakeIncoming request = new FakeIncoming(
                "INVITE", "sip:echo@ims.localhost", false, Map.of("Require", List.of("100rel", "precondition")));
        router.handle(request);
        assertThat(status(request)).isEqualTo(420);
        assertThat(request.replies.get(0).headers()).extracting("value").contains("100rel, precondition");
    }

    @Test
    void rfc3261_11_2_optionsTellsWhatWeTake() {
        assertThat(status(route("OPTIONS", "sip:127.0.0.1", false))).isEqualTo(200);
    }

    private FakeIncoming route(String method, String uri, boolean continues) {
        FakeIncoming request = new FakeIncoming(method, uri, continues, Map.of());
        router.handle(request);
        return request;
    }

    private static int status(FakeIncoming request) {
        return request.replies.get(0).status();
    }
}
