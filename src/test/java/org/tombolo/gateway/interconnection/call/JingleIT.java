package org.tombolo.gateway.interconnection.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.JingleClient;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.SlixmppClient;

class JingleIT extends JingleContract {
    JingleIT() {
        super(Container.RESTCOMM);
    }

    /** RFC 3261 13.2.1: without reliable provisional responses our offer is in the 200, and its answer in the ACK. */
    @Test
    void aPhoneThatAnswersInItsAckIsHeard() throws IOException {
        try (Sipp phone = withoutOffer("late-offer.xml")) {
            juliet.await("incoming");
            juliet.accept();
            julietHearsHerself();
            assertThat(phone.await(LONG).ok()).isTrue();
            juliet.await("terminated success");
        }
    }

    /** RFC 4733: baresip tells of a key that it got; Chromium plays what it gets as the tones of the key. */
    @Test
    void pressedKeysPassBothWays() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        alice.accept();
        bothHear(alice);
        juliet.run("press", "5");
        assertThat(alice.await("CALL_DTMF_START").path("param").asText()).isEqualTo("5");
        juliet.run("awaitTone", 697, 1209);
        alice.command("sndcode", "1");
        juliet.await("key");
        alice.hangUp();
        juliet.await("terminated success");
    }

    /** XEP-0353 as slixmpp has it, in both directions. */
    @Test
    void callsByMessageAreUnderstoodByAnotherLibrary() throws IOException {
        try (SlixmppClient romeo = SlixmppClient.start(clientPort(), "romeo", ALICE)) {
            romeo.await("proceed mine");
            alice.dial("sip:romeo@localhost");
            assertThat(alice.await("CALL_CLOSED").path("param").asText()).contains("603");
            assertThat(romeo.events())
                    .contains("propose alice@ims.localhost/sip [('urn:xmpp:jingle:apps:rtp:1', 'audio')")
                    .contains("session-initiate ");
        }
    }

    @Test
    void eitherPutsTheCallOnHold() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        alice.accept();
        juliet.await("accepted");
        bothHear(alice);
        alice.command("hold", "");
        juliet.await("hold");
        await().atMost(LONG).until(() -> juliet.heard() == 0);
        alice.command("resume", "");
        juliet.await("resumed");
        julietHearsThePhone();
        juliet.run("hold");
        await().atMost(LONG).until(() -> juliet.heard() == 0);
        juliet.run("resume");
        julietHearsThePhone();
        // RFC 3550 7.2: what the phone reports of our stream reaches the device as a report of hers; 6.4.1: what was
        // held
        // back in each half a second is not lost
        juliet.run("awaitReport");
        String lost = juliet.await("report").replaceAll("report (-?\\d+) lost", "$1");
        assertThat(Integer.parseInt(lost)).isLessThan(10);
        alice.hangUp();
        juliet.await("terminated success");
    }

    /** RFC 8445 9: stanza restarts ICE by transport-info. */
    @Test
    void anIceRestartIsFollowed() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        alice.accept();
        juliet.await("accepted");
        bothHear(alice);
        juliet.run("restart");
        juliet.await("restarted");
        bothHear(alice);
        juliet.run("hangUp");
        alice.await("CALL_CLOSED");
    }

    @Test
    void opusMeetsOpus() throws IOException {
        try (Baresip bob = phone("bob", "opus/48000/2")) {
            juliet.announce("bob@ims.localhost");
            juliet.call("bob@ims.localhost");
            bob.await("CALL_INCOMING");
            bob.accept();
            bothHear(bob);
            juliet.run("codec");
            juliet.await("codec audio/opus");
            bob.hangUp();
            juliet.await("terminated success");
        }
    }

    @Test
    void picturesPassBothWays() throws IOException {
        try (JingleClient romeo = JingleClient.start(httpPort(), "romeo", 500)) {
            romeo.run("show");
            romeo.call(ALICE);
            alice.await("CALL_INCOMING");
            alice.accept();
            romeo.await("accepted");
            await().atMost(LONG).until(() -> romeo.seen() > 10);
            await().atMost(LONG).until(alice::sees);
            alice.hangUp();
            romeo.await("terminated success");
        }
    }

    @Test
    void aDeviceThatDeclinesIs603() throws IOException {
        alice.dial("sip:juliet@localhost");
        juliet.await("incoming");
        juliet.run("decline");
        assertThat(alice.await("CALL_CLOSED").path("param").asText()).contains("603");
    }

    @Test
    void aPhoneThatGivesUpIsCancel() throws IOException {
        alice.dial("sip:juliet@localhost");
        juliet.await("incoming");
        alice.await("CALL_RINGING");
        alice.hangUp();
        juliet.await("terminated cancel");
    }

    @Test
    void aPhoneThatDeclinesIsBusy() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        alice.hangUp();
        juliet.await("terminated busy");
    }

    @Test
    void aClientThatGivesUpIsCancel() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        juliet.run("cancel");
        alice.await("CALL_CLOSED");
    }

    @Test
    void withoutACodecInCommonTheParametersAreIncompatible() {
        juliet.run("offer", "audio/opus");
        juliet.call(ALICE);
        juliet.run("offer", "");
        juliet.await("terminated incompatible-parameters");
    }

    @Test
    void xep0166_12_theImsUserSaysThatSheCanBeCalled() {
        assertThat(juliet.features(ALICE)).contains("urn:xmpp:jingle:1", "urn:xmpp:jingle:apps:rtp:audio");
    }
}
