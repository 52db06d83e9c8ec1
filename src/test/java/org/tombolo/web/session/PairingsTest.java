package org.tombolo.web.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.identity.WebUser;
import org.tombolo.web.session.Pairings.Answer;

/** RFC 8628. */
class PairingsTest {
    private static final WebUser ALICE = new WebUser("alice");
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final MovingClock clock = new MovingClock();
    private final Pairings pairings = new Pairings(new SecureRandom(), clock, INTERVAL);

    private Pairings.Codes begin() {
        return pairings.begin("127.0.0.1").orElseThrow();
    }

    @Test
    void aDeviceWaitsUntilItsCodeIsConfirmedAndIsLetInOnce() {
        Pairings.Codes codes = begin();
        assertThat(codes.userCode()).matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}");
        assertThat(codes.deviceCode()).matches("[A-Za-z0-9_-]{43}");
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Wait());
        clock.move(INTERVAL);
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Wait());
        String typed = codes.userCode().replace("-", " ").toLowerCase(java.util.Locale.ROOT);
        assertThat(pairings.decide(typed, ALICE, true)).contains(codes.userCode());
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Paired(ALICE));
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Expired());
    }

    @Test
    void aCodeIsConfirmedOnce() {
        Pairings.Codes codes = begin();
        assertThat(pairings.decide(codes.userCode(), ALICE, true)).isPresent();
        assertThat(pairings.decide(codes.userCode(), new WebUser("bob"), true)).isEmpty();
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Paired(ALICE));
    }

    @Test
    void whoAsksTooOftenWaitsLonger() {
        Pairings.Codes codes = begin();
        pairings.ask(codes.deviceCode());
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.SlowDown(Duration.ofSeconds(8)));
        clock.move(INTERVAL);
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.SlowDown(Duration.ofSeconds(13)));
        clock.move(Duration.ofSeconds(13));
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Wait());
    }

    @Test
    void aCodeThatIsRefusedIsOver() {
        Pairings.Codes codes = begin();
        pairings.decide(codes.userCode(), ALICE, false);
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Denied());
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Expired());
    }

    @Test
    void codesExpire() {
        Pairings.Codes codes = begin();
        clock.move(Pairings.LIFETIME.plusSeconds(1));
        assertThat(pairings.ask(codes.deviceCode())).isEqualTo(new Answer.Expired());
        assertThat(pairings.decide(codes.userCode(), ALICE, true)).isEmpty();
    }

    @Test
    void nobodyGuesses() {
        Pairings.Codes codes = begin();
        for (int i = 0; i < 20; i++) {
            assertThat(pairings.decide("BBBB-BBB" + "BCDFGHJKLMNPQRSTVWXZ".charAt(i), ALICE, true))
                    .isEmpty();
        }
        assertThat(pairings.decide(codes.userCode(), ALICE, true)).isEmpty();
        clock.move(Duration.ofMinutes(6));
        assertThat(pairings.decide(codes.userCode(), ALICE, true)).isPresent();
    }

    @Test
    void anAddressBeginsSoManyAndNoMore() {
        for (int i = 0; i < 60; i++) {
            begin();
        }
        assertThat(pairings.begin("127.0.0.1")).isEmpty();
        assertThat(pairings.begin("127.0.0.2")).isPresent();
    }
}
