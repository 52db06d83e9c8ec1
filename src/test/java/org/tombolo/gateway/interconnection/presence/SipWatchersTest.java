package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.BALCONY;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.JULIET;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.ROMEO;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.presence.PresenceScene.Device;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.ContactCard;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;
import org.tombolo.xmpp.XmppPresence.Type;

/** IMS users watch XMPP users. */
class SipWatchersTest {
    private static final String FROM = "sip:romeo@ims.localhost";
    private static final String TO = "sip:juliet@localhost";

    private PresenceScene scene = new PresenceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Device subscribe() {
        return scene.subscribe(FROM, TO, Map.of());
    }

    private void available(Jid from, Show show) {
        scene.gateway.presence(XmppPresence.available(from, ROMEO, show, "", "", 0));
    }

    /** Romeo watches juliet, who is on the balcony. */
    private Device authorised() {
        Device device = subscribe();
        device.answer(200);
        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> device.state().startsWith("active"));
        device.answer(200);
        available(BALCONY, Show.NONE);
        device.answer(200);
        scene.told();
        return device;
    }

    @Test
    void rfc8048_5_3_1_aSubscribeBecomesARequest() {
        Device device = subscribe();
        assertThat(device.status()).isEqualTo(200);
        assertThat(device.state()).isEqualTo("pending;expires=3600");
        assertThat(device.body()).isEmpty();
        assertThat(scene.told()).containsExactly("subscribe romeo@ims.localhost");
    }

    @Test
    void rfc8048_5_3_1_subscribedIsAnEmptyNotifyThatSaysActive() {
        Device device = subscribe();
        device.answer(200);
        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> device.state().equals("active;expires=3600"));
        assertThat(device.body()).isEmpty();
        device.answer(200);
        available(BALCONY, Show.AWAY);
        assertThat(device.body()).contains("ID-balcony", "<basic>open</basic>", ">away</show>");
        assertThat(scene.store.all()).hasSize(1).allMatch(PresenceStore.Row::authorised);
    }

    private static Optional<ContactCard> card(String name, String picture) {
        return Optional.of(new ContactCard(
                name, Optional.of(new ContactCard.Picture("image/png", picture.getBytes(StandardCharsets.US_ASCII)))));
    }

    private void available(String photo) {
        XmppPresence plain = XmppPresence.available(BALCONY, ROMEO, Show.NONE, "", "", 0);
        scene.gateway.presence(new XmppPresence(
                "",
                plain.from(),
                plain.to(),
                plain.type(),
                plain.show(),
                "",
                "",
                0,
                Optional.of(photo),
                Optional.empty()));
    }

    @Test
    void xep0153_nameAndPictureFollowWhoMayBeSeen() {
        scene.card = card("Juliet", "one");
        Device device = subscribe();
        device.answer(200);
        assertThat(device.body()).isEmpty();
        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> device.state().startsWith("active"));
        device.answer(200);
        available("hash-1");
        assertThat(device.body())
                .contains(">Juliet</display-name>", ">https://g.test/files/one</status-icon>")
                .contains(">https://g.test/files/one</icon>");
        device.answer(200);

        // Only another hash is a reason to ask again.
        scene.card = card("Juliet", "two");
        available("hash-1");
        scene.pass(6);
        assertThat(device.body()).contains("/one<");
        device.answer(200);
        available("hash-2");
        scene.pass(6);
        assertThat(device.body()).contains("/two<").doesNotContain("/one<");
    }

    @Test
    void rfc8048_5_3_1_unsubscribedIsRejected() {
        Device device = subscribe();
        device.answer(200);
        scene.xmpp(Type.UNSUBSCRIBED, JULIET, ROMEO);
        assertThat(device.state()).isEqualTo("terminated;reason=rejected");
        device.answer(200);
        assertThat(device.ended).isTrue();
        await().until(() -> scene.store.all().isEmpty());
    }

    @Test
    void rfc8048_5_3_1_anAgreementMayBeWithdrawn() {
        Device device = authorised();
        scene.xmpp(Type.UNSUBSCRIBED, JULIET, ROMEO);
        assertThat(device.state()).isEqualTo("terminated;reason=rejected");
        assertThat(device.body()).isEmpty();
        // RFC 8048 8.2: nothing more.
        available(BALCONY, Show.DND);
        assertThat(device.states).hasSize(4);
    }

    @Test
    void rfc8048_5_3_2_aRefreshIsAnsweredWithWhatIsKnown() {
        Device device = authorised();
        device.resubscribe("600");
        assertThat(device.status()).isEqualTo(200);
        assertThat(device.state()).isEqualTo("active;expires=600");
        assertThat(device.body()).contains("ID-balcony");
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void rfc8048_5_3_3_expiresZeroEndsItAndOnlyTheSubscription() {
        Device device = authorised();
        device.resubscribe("0");
        assertThat(device.state()).isEqualTo("terminated;reason=timeout");
        assertThat(device.body()).contains("<basic>closed</basic>").doesNotContain("open");
        device.answer(200);
        assertThat(device.ended).isTrue();
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost");
        assertThat(scene.store.all()).hasSize(1);

        Device again = subscribe();
        assertThat(again.state()).startsWith("active");
        assertThat(scene.told()).containsExactly("probe romeo@ims.localhost");
    }

    @Test
    void rfc6665_4_2_2_whoDoesNotRefreshIsOut() {
        Device device = authorised();
        scene.pass(3600);
        assertThat(device.state()).isEqualTo("terminated;reason=timeout");
        device.answer(200);
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost");
    }

    @ParameterizedTest
    @CsvSource({"481", "408", "404", "489", "604"})
    void rfc6665_4_2_2_someFailuresOfANotifyEndIt(int status) {
        Device device = subscribe();
        device.answer(status);
        assertThat(device.ended).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "415"})
    void rfc6665_4_2_2_afterOthersItStaysAndIsToldAgain(int status) {
        Device device = subscribe();
        device.answer(status);
        assertThat(device.ended).isFalse();
        assertThat(device.states).hasSize(1);
        scene.pass(60);
        assertThat(device.states).hasSize(2);
    }

    @Test
    void rfc8048_5_3_3_theLastNotifySaysClosedEvenWhenNothingWasKnown() {
        Device device = subscribe();
        device.answer(200);
        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> device.state().startsWith("active"));
        device.answer(200);
        device.resubscribe("0");
        assertThat(device.state()).isEqualTo("terminated;reason=timeout");
        assertThat(device.body()).contains("<basic>closed</basic>");
    }

    @Test
    void rfc8048_6_2_theLanguageIsContentLanguage() {
        Device device = authorised();
        scene.pass(5);
        scene.gateway.presence(XmppPresence.available(BALCONY, ROMEO, Show.NONE, "na balkoně", "cs", 0));
        assertThat(device.language).isEqualTo("cs");
        assertThat(device.body()).contains("xml:lang=\"cs\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Event, reg, 489",
        "Event, '', 489",
        "Accept, text/plain, 406",
        "Expires, 10, 423",
        "Expires, 60, 200",
        "Accept, application/pidf+xml, 200",
        "Accept, */*, 200",
        "Event, presence;id=7, 200",
        "Privacy, id, 433",
        "Privacy, none, 200"
    })
    void rfc6665_4_2_1_whatIsNotServedIsRefused(String header, String value, int status) {
        assertThat(scene.subscribe(FROM, TO, Map.of(header, value)).status()).isEqualTo(status);
    }

    @Test
    void rfc6665_4_2_1_1_aLongIntervalIsShortened() {
        Device device = scene.subscribe(FROM, TO, Map.of("Expires", "864000"));
        assertThat(device.state()).isEqualTo("pending;expires=3600");
    }

    @Test
    void rfc8048_7_aPollIsAProbeAndItsAnswerOneNotify() {
        Device device = scene.subscribe(FROM, TO, Map.of("Expires", "0"));
        assertThat(scene.told()).containsExactly("probe romeo@ims.localhost");
        assertThat(device.states).isEmpty();
        available(BALCONY, Show.NONE);
        assertThat(device.state()).isEqualTo("terminated;reason=timeout");
        assertThat(device.body()).contains("<basic>open</basic>");
        device.answer(200);
        assertThat(scene.store.all()).isEmpty();
    }

    @Test
    void rfc8048_7_aPollIsAnsweredEvenWhenXmppIsSilent() {
        Device device = scene.subscribe(FROM, TO, Map.of("Expires", "0"));
        scene.pass(2);
        assertThat(device.state()).isEqualTo("terminated;reason=timeout");
        assertThat(device.body()).isEmpty();
    }

    @Test
    void rfc3856_6_10_changesComeEveryFiveSecondsAndAreTheNewest() {
        Device device = authorised();
        int before = device.states.size();
        available(BALCONY, Show.AWAY);
        available(BALCONY, Show.XA);
        available(BALCONY, Show.DND);
        assertThat(device.states).hasSize(before);
        scene.pass(5);
        assertThat(device.states).hasSize(before + 1);
        assertThat(device.body()).contains(">dnd</show>");
    }

    @Test
    void oneNotifyIsUnderWayAtATime() {
        Device device = subscribe();
        scene.xmpp(Type.SUBSCRIBED, JULIET, ROMEO);
        await().until(() -> scene.store.all().stream().anyMatch(PresenceStore.Row::authorised));
        available(BALCONY, Show.NONE);
        assertThat(device.states).hasSize(1);
        await().untilAsserted(() -> {
            device.answer(200);
            assertThat(device.state()).startsWith("active");
        });
        assertThat(device.body()).contains("ID-balcony");
    }

    @Test
    void rfc3856_6_8_everyNotifyHasAllResources() {
        Device device = authorised();
        available(new Jid("juliet", "localhost", "chamber"), Show.NONE);
        scene.pass(5);
        assertThat(device.body()).contains("ID-balcony", "ID-chamber");
        device.answer(200);
        scene.xmpp(Type.UNAVAILABLE, BALCONY, ROMEO);
        scene.pass(5);
        assertThat(device.body()).contains("ID-chamber").doesNotContain("balcony");
        device.answer(200);
        scene.xmpp(Type.UNAVAILABLE, new Jid("juliet", "localhost", "chamber"), ROMEO);
        scene.pass(5);
        assertThat(device.body()).contains("ID-chamber", "<basic>closed</basic>");
    }

    @Test
    void noStaleOnline_whenTheXmppServerIsGone() {
        Device device = authorised();
        scene.gateway.down("ims.localhost", "broken");
        scene.pass(20);
        assertThat(device.body()).contains("<basic>closed</basic>").doesNotContain("open");
        device.answer(200);
        scene.gateway.up("ims.localhost");
        scene.pass(2);
        assertThat(scene.told()).containsExactly("probe romeo@ims.localhost");
        available(BALCONY, Show.NONE);
        scene.pass(5);
        assertThat(device.body()).contains("<basic>open</basic>");
    }

    @Test
    void designRow14_theServerOfAnotherComponentIsNoNews() {
        Device device = authorised();
        int before = device.states.size();
        scene.gateway.down("gw.two.test", "broken");
        scene.pass(20);
        scene.gateway.up("gw.two.test");
        scene.pass(2);
        assertThat(device.states).hasSize(before);
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void aShortInterruptionIsNoNews() {
        Device device = authorised();
        int before = device.states.size();
        scene.gateway.down("ims.localhost", "broken");
        scene.pass(5);
        scene.gateway.up("ims.localhost");
        scene.pass(20);
        assertThat(device.states).hasSize(before);
    }

    @Test
    void rfc6665_4_1_3_whenWeStopTheDevicesSubscribeAgain() {
        Device device = authorised();
        scene.gateway.close();
        assertThat(device.state()).isEqualTo("terminated;reason=deactivated");
    }

    @Test
    void aRestartKnowsWhoWasAuthorised() {
        authorised();
        scene.close();
        PresenceScene next = new PresenceScene(scene.store);
        scene = next;
        Device device = subscribe();
        assertThat(device.state()).startsWith("active");
        assertThat(next.told()).containsExactly("probe romeo@ims.localhost");
    }

    @Test
    void rfc6665_4_1_3_anXmppUserWhoIsNotThereIsNoResource() {
        Device device = subscribe();
        device.answer(200);
        scene.gateway.presence(new XmppPresence(
                "",
                JULIET,
                ROMEO,
                Type.ERROR,
                Show.NONE,
                "",
                "",
                0,
                java.util.Optional.empty(),
                java.util.Optional.of(ErrorMapping.error("remote-server-not-found", ""))));
        assertThat(device.state()).isEqualTo("terminated;reason=noresource");
    }

    @Test
    void anUnknownSenderIsRefused() {
        assertThat(scene.subscribe("not an address", TO, Map.of()).status()).isEqualTo(403);
    }

    @Test
    void rfc7247_8_sipsIsNotKeptAndSoNotTaken() {
        assertThat(scene.subscribe(FROM, "sips:juliet@localhost", Map.of()).status())
                .isEqualTo(416);
    }

    @Test
    void devicesAreBounded() {
        for (int i = 0; i < 10; i++) {
            assertThat(subscribe().status()).isEqualTo(200);
        }
        assertThat(subscribe().status()).isEqualTo(403);
    }
}
