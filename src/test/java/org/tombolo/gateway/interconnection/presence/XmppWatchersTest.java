package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.BALCONY;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.JULIET;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.ROMEO;
import static org.tombolo.gateway.interconnection.presence.PresenceScene.pidf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.gateway.interconnection.presence.PresenceScene.Asked;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** XMPP users watch IMS users. */
class XmppWatchersTest {
    private PresenceScene scene = new PresenceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Asked subscribed() {
        scene.xmpp(Type.SUBSCRIBE, JULIET, ROMEO);
        return scene.ims.last();
    }

    /** Juliet watches romeo, who is in the orchard. */
    private Asked granted() {
        Asked asked = subscribed();
        asked.open("orchard");
        awaitTold("subscribed romeo@ims.localhost", "available romeo@ims.localhost/orchard");
        return asked;
    }

    private void awaitTold(String... expected) {
        List<String> told = new ArrayList<>();
        await().until(() -> told.addAll(scene.told()) | told.size() >= expected.length);
        assertThat(told).containsExactly(expected);
    }

    @Test
    void rfc8048_5_2_1_aRequestBecomesASubscribe() {
        Asked asked = subscribed();
        assertThat(asked.from).isEqualTo("sip:juliet@localhost");
        assertThat(asked.to).isEqualTo("sip:romeo@ims.localhost");
        assertThat(asked.requested).containsExactly(3600L);
    }

    @Test
    void rfc8048_5_2_1_ofPendingXmppHearsNothing() {
        Asked asked = subscribed();
        asked.accept(3600);
        assertThat(asked.notify("pending;expires=3600", "").status()).isEqualTo(200);
        assertThat(scene.told()).isEmpty();
        asked.notify("active;expires=3600", pidf("orchard"));
        awaitTold("subscribed romeo@ims.localhost", "available romeo@ims.localhost/orchard");
    }

    @Test
    void rfc8048_5_2_1_theAgreementIsKeptBeforeItIsTold() {
        granted();
        assertThat(scene.store.all()).hasSize(1).allMatch(PresenceStore.Row::authorised);
    }

    @Test
    void rfc6121_3_1_3_whoHasItAlreadyIsToldSoAgain() {
        granted();
        subscribed();
        assertThat(scene.told())
                .containsExactly("subscribed romeo@ims.localhost", "available romeo@ims.localhost/orchard");
        assertThat(scene.ims.asked).hasSize(1);
    }

    @Test
    void rfc8048_6_1_onlyWhatIsNewIsTold() {
        Asked asked = granted();
        asked.notify("active;expires=3000", pidf("orchard"));
        assertThat(scene.told()).isEmpty();
        asked.notify("active;expires=3000", pidf("street"));
        assertThat(scene.told())
                .containsExactly("available romeo@ims.localhost/street", "unavailable romeo@ims.localhost/orchard");
    }

    @Test
    void rfc8048_8_2_presenceGoesToTheWatcherAlone() {
        granted();
        scene.ims.last().notify("active;expires=3000", pidf("street"));
        assertThat(scene.link.sent).isNotEmpty().allMatch(p -> p.to().equals(JULIET));
    }

    @Test
    void rfc8048_5_2_2_itIsRefreshedBeforeItExpires() {
        Asked asked = granted();
        scene.pass(3299);
        assertThat(asked.requested).hasSize(1);
        scene.pass(2);
        assertThat(asked.requested).containsExactly(3600L, 3600L);
        asked.open("orchard");
        scene.pass(3301);
        assertThat(asked.requested).hasSize(3);
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void rfc6665_4_1_2_2_aRefreshThatNoNotifyConfirmsIsTheEnd() {
        Asked asked = granted();
        scene.pass(3301);
        asked.accept(3600);
        scene.pass(31);
        assertThat(scene.told()).isEmpty();
        scene.pass(1);
        assertThat(asked.closed).isTrue();
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
        scene.pass(31);
        assertThat(scene.ims.asked).hasSize(2);
    }

    @Test
    void rfc8048_5_2_1_aFirstNotifyWithoutABodySaysThatNothingIsKnown() {
        granted().notify("terminated;reason=deactivated", "");
        Asked next = scene.ims.last();
        next.accept(3600);
        next.notify("active;expires=3600", "");
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
    }

    @Test
    void noStaleOnline_whenALaterNotifyHasNoBody() {
        Asked asked = granted();
        asked.notify("active;expires=3000", "");
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
    }

    @Test
    void rfc8048_6_3_contentLanguageIsTheLanguageOfTheStanza() {
        Asked asked = subscribed();
        asked.accept(3600);
        String body = pidf("orchard").replace("</status>", "</status><note>unter dem Baum</note>");
        asked.notify("active;expires=3600", body, "de");
        awaitTold("subscribed romeo@ims.localhost", "available romeo@ims.localhost/orchard");
        assertThat(scene.link.all).anyMatch(p -> p.language().equals("de"));
    }

    @Test
    void rfc6665_4_1_3_theNotifierMayShortenIt() {
        Asked asked = granted();
        asked.notify("active;expires=60", pidf("orchard"));
        scene.pass(55);
        assertThat(asked.requested).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 489, 603, 404, 604})
    void rfc8048_5_2_2_someRefusalsAreForGood(int status) {
        Asked asked = granted();
        scene.pass(3301);
        asked.refuse(status, false);
        assertThat(scene.told())
                .containsExactly("unavailable romeo@ims.localhost/orchard", "unsubscribed romeo@ims.localhost");
        await().until(() -> scene.store.all().isEmpty());
        scene.pass(7200);
        assertThat(scene.ims.asked).hasSize(1);
        assertThat(asked.closed).isTrue();
    }

    @Test
    void rfc8048_5_2_2_481IsTransientAndFollowedByAnotherSubscription() {
        Asked asked = granted();
        scene.pass(3301);
        asked.refuse(481, true);
        assertThat(scene.ims.asked).hasSize(2);
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
        scene.ims.last().open("orchard");
        assertThat(scene.told()).containsExactly("available romeo@ims.localhost/orchard");
    }

    @Test
    void rfc6665_4_1_2_2_aRefreshThatFailsIsTriedAgainWhileTheSubscriptionLasts() {
        Asked asked = granted();
        scene.pass(3301);
        asked.refuse(500, false);
        assertThat(scene.told()).isEmpty();
        scene.pass(150);
        assertThat(asked.requested).hasSize(3);
    }

    @Test
    void noStaleOnline_whenNobodyAnswersARefresh() {
        Asked asked = granted();
        scene.pass(3341);
        assertThat(asked.closed).isTrue();
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
        scene.pass(31);
        assertThat(scene.ims.asked).hasSize(2);
    }

    @Test
    void rfc6665_4_1_2_4_withoutANotifyItIsTriedAgain() {
        Asked asked = subscribed();
        asked.accept(3600);
        scene.pass(33);
        assertThat(asked.closed).isTrue();
        scene.pass(31);
        assertThat(scene.ims.asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "deactivated, 2, false",
        "timeout, 2, false",
        "probation, 1, false",
        "giveup, 1, false",
        "'', 1, false",
        "rejected, 1, true",
        "noresource, 1, true"
    })
    void rfc6665_4_1_3_theReasonTellsWhatToDo(String reason, int subscriptions, boolean over) {
        Asked asked = granted();
        asked.notify("terminated" + (reason.isEmpty() ? "" : ";reason=" + reason), "");
        assertThat(scene.ims.asked).hasSize(subscriptions);
        assertThat(scene.told().contains("unsubscribed romeo@ims.localhost")).isEqualTo(over);
        scene.pass(400);
        assertThat(scene.ims.asked.size() > 1).isEqualTo(!over);
    }

    @Test
    void rfc6665_4_1_3_retryAfterIsKept() {
        granted().notify("terminated;reason=probation;retry-after=1000", "");
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
        scene.pass(999);
        scene.xmpp(Type.AVAILABLE, BALCONY, ROMEO);
        assertThat(scene.ims.asked).hasSize(1);
        scene.pass(1);
        assertThat(scene.ims.asked).hasSize(2);
    }

    @Test
    void rfc6665_4_1_3_whatDoesNotChangeIsNotAskedAgain() {
        granted().notify("terminated;reason=invariant", pidf("orchard"));
        scene.pass(7200);
        scene.xmpp(Type.AVAILABLE, BALCONY, ROMEO);
        assertThat(scene.ims.asked).hasSize(1);
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void rfc8048_5_2_3_unsubscribeEndsTheDialog() {
        Asked asked = granted();
        scene.xmpp(Type.UNSUBSCRIBE, JULIET, ROMEO);
        assertThat(asked.requested).containsExactly(3600L, 0L);
        assertThat(scene.told()).isEmpty();
        asked.accept(0);
        assertThat(scene.told())
                .containsExactly("unavailable romeo@ims.localhost/orchard", "unsubscribed romeo@ims.localhost");
        assertThat(asked.notify("terminated;reason=timeout", "").status()).isEqualTo(200);
        await().until(() -> scene.store.all().isEmpty());
    }

    @Test
    void rfc8048_5_2_3_unsubscribeIsAnsweredEvenWhenImsIsSilent() {
        Asked asked = granted();
        scene.xmpp(Type.UNSUBSCRIBE, JULIET, ROMEO);
        scene.pass(40);
        assertThat(scene.told()).contains("unsubscribed romeo@ims.localhost");
        scene.pass(41);
        assertThat(asked.closed).isTrue();
    }

    @Test
    void rfc6121_3_3_3_whoWatchesNobodyIsToldSo() {
        scene.xmpp(Type.UNSUBSCRIBE, JULIET, ROMEO);
        assertThat(scene.told()).containsExactly("unsubscribed romeo@ims.localhost");
    }

    @Test
    void rfc6121_4_3_aProbeOfASubscriberIsAnsweredFromWhatIsKnown() {
        Asked asked = granted();
        scene.pass(61);
        scene.xmpp(Type.PROBE, BALCONY, ROMEO);
        assertThat(scene.link.sent.get(0).to()).isEqualTo(BALCONY);
        assertThat(scene.told()).containsExactly("available romeo@ims.localhost/orchard");
        // RFC 8048 5.2.2
        assertThat(asked.requested).hasSize(2);
    }

    @Test
    void rfc8048_7_aProbeOfAStrangerIsASubscribeThatExpiresAtOnce() {
        scene.xmpp(Type.PROBE, BALCONY, ROMEO);
        Asked asked = scene.ims.last();
        assertThat(asked.requested).containsExactly(0L);
        asked.notify("terminated;reason=timeout", pidf("orchard"));
        assertThat(scene.told()).containsExactly("available romeo@ims.localhost/orchard");
        assertThat(asked.closed).isTrue();
        assertThat(scene.store.all()).isEmpty();
    }

    @Test
    void rfc6121_4_3_2_aStrangerWhoMayNotKnowIsToldSo() {
        scene.xmpp(Type.PROBE, BALCONY, ROMEO);
        scene.ims.last().refuse(403, true);
        assertThat(scene.told()).containsExactly("unsubscribed romeo@ims.localhost");
    }

    @Test
    void rfc8048_8_1_onlyUsersOfOurXmppDomainsAreServed() {
        scene.xmpp(Type.SUBSCRIBE, new Jid("mallory", "evil.example", ""), ROMEO);
        scene.xmpp(Type.PROBE, new Jid("mallory", "evil.example", ""), ROMEO);
        assertThat(scene.ims.asked).isEmpty();
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void aWatcherHasABoundedNumberOfWatches() {
        for (int i = 0; i < 4; i++) {
            scene.xmpp(Type.SUBSCRIBE, JULIET, new Jid("romeo" + i, "ims.localhost", ""));
        }
        assertThat(scene.ims.asked).hasSize(3);
        XmppPresence error = scene.link.sent.get(0);
        assertThat(error.error().orElseThrow().condition()).isEqualTo("resource-constraint");
    }

    @ParameterizedTest
    @CsvSource({"<presence/>, 400", "<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>, 400"})
    void aBodyThatCannotBeReadChangesNothing(String body, int status) {
        Asked asked = granted();
        assertThat(asked.notify("active;expires=3000", body).status()).isEqualTo(status);
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void whatWasLostWithTheStreamIsSentAgain() {
        Asked asked = granted();
        scene.link.up = false;
        asked.notify("active;expires=3000", pidf("street"));
        scene.link.up = true;
        scene.gateway.up("ims.localhost");
        assertThat(scene.told())
                .containsExactly("subscribed romeo@ims.localhost", "available romeo@ims.localhost/street");
    }

    @Test
    void aRestartTakesUpWhatWasAgreed() {
        granted();
        scene.close();
        PresenceScene next = new PresenceScene(scene.store);
        scene = next;
        next.pass(1);
        next.ims.last().open("street");
        assertThat(next.told()).containsExactly("available romeo@ims.localhost/street");
    }

    @Test
    void noStaleOnline_whenImsIsGoneAfterARestart() {
        granted();
        scene.close();
        PresenceScene next = new PresenceScene(scene.store);
        scene = next;
        next.pass(1);
        next.ims.last().refuse(503, true);
        assertThat(next.told()).containsExactly("unavailable romeo@ims.localhost");
        assertThat(next.store.all()).hasSize(1);
    }

    @Test
    void noStaleOnline_whenWeStop() {
        granted();
        scene.gateway.close();
        assertThat(scene.told()).containsExactly("unavailable romeo@ims.localhost/orchard");
    }
}
