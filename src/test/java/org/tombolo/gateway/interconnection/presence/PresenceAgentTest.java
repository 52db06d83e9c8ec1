package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.BALCONY;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.JULIET;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.ROMEO;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.pidf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interconnection.presence.PresenceScene.Device;
import org.tombolo.identity.SipAddress;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.PresenceRules;
import org.tombolo.presence.xcap.Policy;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xmpp.XmppPresence.Type;

/** The gateway serves romeo's presence itself. */
class PresenceAgentTest {
    private static final String HIM = "sip:romeo@ims.localhost";
    private static final String TYBALT = "sip:tybalt@ims.localhost";

    private CompletableFuture<Policy> policy = CompletableFuture.completedFuture(Policy.without(Permission.EVERYTHING));
    private final PresenceScene scene = new PresenceScene(
            new PresenceScene.MapStore(),
            Optional.of(new OwnUsers(
                    uri -> SipAddress.parse(uri)
                            .map(SipAddress::bare)
                            .filter(a -> a.text().equals(HIM)),
                    user -> policy)));

    @AfterEach
    void close() {
        scene.close();
    }

    private static Policy rules(String handling, String watcher) {
        String document = "<cr:ruleset xmlns='urn:ietf:params:xml:ns:pres-rules'"
                + " xmlns:cr='urn:ietf:params:xml:ns:common-policy'><cr:rule id='a'><cr:conditions><cr:identity><cr:one id='"
                + watcher + "'/></cr:identity></cr:conditions><cr:actions><sub-handling>" + handling
                + "</sub-handling></cr:actions><cr:transformations><provide-services><all-services/></provide-services>"
                + "</cr:transformations></cr:rule></cr:ruleset>";
        try {
            return new Policy(
                    Optional.of(
                            PresenceRules.read(XmlReader.XDM_DOCUMENT.read(document.getBytes(StandardCharsets.UTF_8)))),
                    Map.of(),
                    Permission.UNDECIDED);
        } catch (XmlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void decide(String handling, String watcher) {
        policy = CompletableFuture.completedFuture(rules(handling, watcher));
        scene.pass(30);
    }

    private SipReply publish(String from, String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of("Event", "presence"));
        all.putAll(headers);
        Device device = new Device(
                "publish-0",
                new PresenceScene.Request(
                        "PUBLISH",
                        from,
                        HIM,
                        all,
                        body.isEmpty() ? Optional.empty() : Optional.of(Body.text("application/pidf+xml", body))));
        scene.gateway.handle(device);
        return device.replies.get(0);
    }

    private static String tag(SipReply reply) {
        return reply.headers().stream()
                .filter(h -> h.name().equals("SIP-ETag"))
                .map(Header::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rfc3903_6_aPublicationIsMadeRefreshedModifiedAndRemoved() {
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of());
        assertThat(tybalt.state()).startsWith("active");
        tybalt.answer(200);
        SipReply made = publish(HIM, pidf("orchard"), Map.of());
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.headers()).contains(new Header("Expires", "3600"));
        scene.pass(5);
        assertThat(tybalt.body()).contains("ID-orchard");
        tybalt.answer(200);

        SipReply refreshed = publish(HIM, "", Map.of("SIP-If-Match", tag(made)));
        assertThat(tag(refreshed)).isNotEqualTo(tag(made));
        // RFC 3903 6: an entity-tag counts once.
        assertThat(publish(HIM, "", Map.of("SIP-If-Match", tag(made))).status()).isEqualTo(412);
        SipReply modified = publish(HIM, pidf("street"), Map.of("SIP-If-Match", tag(refreshed)));
        scene.pass(5);
        assertThat(tybalt.body()).contains("ID-street").doesNotContain("orchard");
        tybalt.answer(200);
        publish(HIM, "", Map.of("SIP-If-Match", tag(modified), "Expires", "0"));
        scene.pass(5);
        assertThat(tybalt.body()).doesNotContain("ID-street");
    }

    @Test
    void rfc3903_4_2_whatIsNotRefreshedExpires() {
        publish(HIM, pidf("orchard"), Map.of("Expires", "60"));
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of());
        assertThat(tybalt.body()).contains("ID-orchard");
        tybalt.answer(200);
        scene.pass(61);
        assertThat(tybalt.body()).doesNotContain("ID-orchard");
    }

    @Test
    void rfc3903_6_twoDevicesAreComposed() {
        publish(HIM, pidf("orchard"), Map.of());
        publish(HIM, pidf("orchard"), Map.of());
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of());
        // RFC 3863 4.1.2: an id is unique.
        assertThat(tybalt.body()).contains("\"ID-orchard\"", "\"ID-orchard-2\"");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:tybalt@ims.localhost, presence, '', 403",
        "sip:romeo@ims.localhost, dialog, '', 489",
        "sip:romeo@ims.localhost, presence, 30, 423"
    })
    void rfc3903_6_whatIsNotServedIsRefused(String from, String event, String expires, int status) {
        assertThat(publish(from, pidf("x"), Map.of("Event", event, "Expires", expires))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void rfc3903_6_aBodyThatIsNoneIsRefused() {
        assertThat(publish(HIM, "", Map.of()).status()).isEqualTo(400);
        assertThat(publish(HIM, "<a/>", Map.of()).status()).isEqualTo(400);
    }

    @Test
    void rfc5025_3_2_1_theWatcherWaitsUntilTheRulesAreKnown() {
        policy = new CompletableFuture<>();
        publish(HIM, pidf("orchard"), Map.of());
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of());
        assertThat(tybalt.state()).startsWith("pending");
        assertThat(tybalt.body()).isEmpty();
        tybalt.answer(200);
        policy.complete(rules("allow", TYBALT));
        assertThat(tybalt.state()).startsWith("active");
        assertThat(tybalt.body()).contains("ID-orchard");
    }

    @Test
    void rfc5025_3_2_1_aChangeOfTheRulesIsFollowed() {
        policy = CompletableFuture.completedFuture(rules("allow", TYBALT));
        publish(HIM, pidf("orchard"), Map.of());
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of());
        assertThat(tybalt.body()).contains("ID-orchard");
        tybalt.answer(200);
        decide("confirm", TYBALT);
        assertThat(tybalt.state()).startsWith("pending");
        assertThat(tybalt.body()).isEmpty();
        tybalt.answer(200);
        decide("polite-block", TYBALT);
        assertThat(tybalt.state()).startsWith("active");
        assertThat(tybalt.body()).contains("closed").doesNotContain("orchard", "open");
        tybalt.answer(200);
        decide("block", TYBALT);
        assertThat(tybalt.state()).isEqualTo("terminated;reason=rejected");
        assertThat(tybalt.body()).isEmpty();
    }

    @Test
    void rfc8048_5_2_1_anXmppUserIsGrantedWhatTheRulesSay() {
        policy = CompletableFuture.completedFuture(rules("confirm", "sip:juliet@localhost"));
        publish(HIM, pidf("orchard"), Map.of());
        scene.xmpp(Type.SUBSCRIBE, JULIET, ROMEO);
        scene.pass(60);
        assertThat(scene.told()).isEmpty();
        decide("allow", "sip:juliet@localhost");
        org.awaitility.Awaitility.await().until(() -> scene.link.sent.size() >= 2);
        assertThat(scene.told())
                .containsExactly("subscribed romeo@ims.localhost", "available romeo@ims.localhost/orchard");
        decide("block", "sip:juliet@localhost");
        assertThat(scene.told())
                .containsExactly("unavailable romeo@ims.localhost/orchard", "unsubscribed romeo@ims.localhost");
    }

    @Test
    void rfc8048_7_aProbeIsAnsweredOnce() {
        publish(HIM, pidf("orchard"), Map.of());
        scene.xmpp(Type.PROBE, BALCONY, ROMEO);
        assertThat(scene.told()).containsExactly("available romeo@ims.localhost/orchard");
    }

    @Test
    void rfc3857_4_7_aUserIsToldWhoWatchesHer() {
        policy = CompletableFuture.completedFuture(rules("confirm", TYBALT));
        Device own = scene.subscribe(HIM, HIM, Map.of("Event", "presence.winfo"));
        assertThat(own.body()).contains("version=\"0\"", "state=\"full\"").doesNotContain("<watcher ");
        own.answer(200);
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of("Expires", "600"));
        tybalt.answer(200);
        scene.pass(5);
        assertThat(own.body()).contains("version=\"1\"", TYBALT, "status=\"pending\"", "event=\"subscribe\"");
        own.answer(200);
        // RFC 3857 4.7.1: who gave up before it was decided is remembered.
        tybalt.resubscribe("0");
        tybalt.answer(200);
        scene.pass(5);
        assertThat(own.body()).contains("status=\"waiting\"", "event=\"timeout\"");
        own.answer(200);
        Device again = scene.subscribe(TYBALT, HIM, Map.of());
        again.answer(200);
        scene.pass(5);
        own.answer(200);
        decide("allow", TYBALT);
        assertThat(own.body())
                .contains("status=\"active\"", "event=\"approved\"")
                .doesNotContain("waiting");
    }

    @Test
    void rfc3857_4_6_nobodyElseIsToldWhoWatchesHer() {
        assertThat(scene.subscribe(TYBALT, HIM, Map.of("Event", "presence.winfo"))
                        .status())
                .isEqualTo(403);
        assertThat(scene.subscribe(HIM, HIM, Map.of("Event", "presence.winfo.winfo"))
                        .status())
                .isEqualTo(489);
    }

    @Test
    void rfc6665_4_4_3_aPollIsAnsweredOnce() {
        publish(HIM, pidf("orchard"), Map.of());
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of("Expires", "0"));
        assertThat(tybalt.state()).isEqualTo("terminated;reason=timeout");
        assertThat(tybalt.body()).contains("ID-orchard");
    }

    @Test
    void rfc6665_4_1_3_whenWeStopTheDevicesSubscribeAgain() {
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of());
        tybalt.answer(200);
        scene.gateway.close();
        assertThat(tybalt.state()).isEqualTo("terminated;reason=deactivated");
    }

    /** RFC 5025 3.1.1.2: the rules know her; the user whom she watches does not. */
    @Test
    void rfc3323_4_1_whoWantsToBeUnknownIsNotNamed() {
        policy = CompletableFuture.completedFuture(rules("allow", TYBALT));
        Device tybalt = scene.subscribe(TYBALT, HIM, Map.of("Privacy", "id"));
        assertThat(tybalt.state()).startsWith("active");
        tybalt.answer(200);
        Device own = scene.subscribe(HIM, HIM, Map.of("Event", "presence.winfo"));
        assertThat(own.body()).contains("sip:anonymous@anonymous.invalid").doesNotContain("tybalt");
    }
}
