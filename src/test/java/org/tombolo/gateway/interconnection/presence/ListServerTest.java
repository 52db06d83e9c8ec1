package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.BALCONY;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.JULIET;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.ROMEO;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interconnection.presence.PresenceScene.Device;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;
import org.tombolo.xmpp.XmppPresence.Type;

/** A device of romeo's watches a list that its SUBSCRIBE brings. */
class ListServerTest {
    private static final Jid NURSE = new Jid("nurse", "localhost", "");
    private final PresenceScene scene = new PresenceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Device subscribe(String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(
                Map.of("Event", "presence", "Require", "recipient-list-subscribe", "Supported", "eventlist"));
        all.putAll(headers);
        return scene.handle(new PresenceScene.Request(
                "SUBSCRIBE",
                "sip:romeo@ims.localhost",
                "sip:rls@ims.localhost",
                all,
                body.isEmpty() ? Optional.empty() : Optional.of(Body.text("application/resource-lists+xml", body))));
    }

    private static String list(String... uris) {
        StringBuilder list = new StringBuilder("<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'><list>");
        for (String uri : uris) {
            list.append("<entry uri='").append(uri).append("'/>");
        }
        return list.append("</list></resource-lists>").toString();
    }

    private Device both() {
        return subscribe(list("sip:juliet@localhost", "sip:nurse@localhost"), Map.of());
    }

    @Test
    void rfc4662_4_5_theFirstNotifyHasAllAndLaterOnesWhatIsNew() {
        Device device = both();
        assertThat(device.status()).isEqualTo(200);
        assertThat(device.replies.get(0).headers()).contains(new Header("Require", "eventlist"));
        assertThat(device.state()).startsWith("active");
        assertThat(device.body())
                .contains(
                        "version=\"0\"",
                        "fullState=\"true\"",
                        "sip:juliet@localhost",
                        "sip:nurse@localhost",
                        "pending");
        assertThat(scene.told()).containsExactly("subscribe romeo@ims.localhost", "subscribe romeo@ims.localhost");
        device.answer(200);

        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> scene.store.all().stream().anyMatch(PresenceStore.Row::authorised));
        scene.gateway.presence(XmppPresence.available(BALCONY, ROMEO, Show.AWAY, "", "", 0));
        await().until(() -> {
            scene.pass(5);
            return device.body().contains("ID-balcony");
        });
        assertThat(device.body())
                .contains("version=\"1\"", "fullState=\"false\"", "state=\"active\"")
                .doesNotContain("nurse");
        device.answer(200);

        scene.xmpp(Type.UNSUBSCRIBED, NURSE, ROMEO);
        scene.pass(5);
        assertThat(device.body())
                .contains("state=\"terminated\" reason=\"rejected\"")
                .doesNotContain("juliet");
        device.answer(200);

        device.resubscribe("600");
        assertThat(device.body()).contains("fullState=\"true\"", "juliet", "nurse");
    }

    @Test
    void rfc8048_5_3_3_whoStopsWatchingTheListIsGoneForAllOfIt() {
        Device device = both();
        device.answer(200);
        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> scene.store.all().stream().anyMatch(PresenceStore.Row::authorised));
        scene.told();
        device.resubscribe("0");
        while (!device.ended) {
            device.answer(200);
        }
        assertThat(device.state()).isEqualTo("terminated;reason=timeout");
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost");
    }

    @Test
    void whoCannotBeWatchedIsNoResource() {
        Device device = subscribe(list("sip:tybalt@elsewhere.example", "tel:+15550001"), Map.of());
        assertThat(device.body()).contains("reason=\"noresource\"").doesNotContain("pending");
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void aWatcherHasABoundedNumberOfWatches() {
        Device device =
                subscribe(list("sip:a@localhost", "sip:b@localhost", "sip:c@localhost", "sip:d@localhost"), Map.of());
        assertThat(device.body()).contains("sip:d@localhost", "reason=\"rejected\"");
        assertThat(scene.told()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "Supported, '', 421",
        "Event, reg, 489",
        "Expires, 5, 423",
        "Content-Encoding, deflate, 400",
        "Privacy, id, 433"
    })
    void rfc4662_4_1_whatIsNotServedIsRefused(String header, String value, int status) {
        assertThat(subscribe(list("sip:juliet@localhost"), Map.of(header, value))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void aBodyThatIsNoListIsRefused() {
        assertThat(subscribe("", Map.of()).status()).isEqualTo(415);
        assertThat(subscribe("<a/>", Map.of()).status()).isEqualTo(400);
        String[] many = new String[201];
        for (int i = 0; i < many.length; i++) {
            many[i] = "sip:user" + i + "@localhost";
        }
        assertThat(subscribe(list(many), Map.of()).status()).isEqualTo(413);
    }

    @Test
    void rfc5367_3_2_aUsersUriTakesNoList() {
        Device device = scene.handle(new PresenceScene.Request(
                "SUBSCRIBE",
                "sip:romeo@ims.localhost",
                "sip:juliet@localhost",
                Map.of("Event", "presence", "Require", "recipient-list-subscribe", "Supported", "eventlist"),
                Optional.empty()));
        assertThat(device.status()).isEqualTo(420);
    }
}
