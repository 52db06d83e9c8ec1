package org.tombolo.web.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.web.token.Scopes;

class SessionsTest {
    private static final String HERE = "127.0.0.1";

    private final MovingClock clock = new MovingClock();
    private final Sessions sessions =
            new Sessions(Map.of("admin", "right", "alice", "right"), new SecureRandom(), clock);

    @Test
    void rightPasswordOpensASessionWithTheUsersScopes() {
        Session alice = welcome(sessions.signIn("alice", "right", HERE));
        Session admin = welcome(sessions.signIn("admin", "right", HERE));

        assertThat(alice.cookie()).hasSize(43).isNotEqualTo(alice.csrf());
        assertThat(sessions.find(alice.cookie())).contains(alice);
        assertThat(alice.scopes()).contains("calls:write").doesNotContain("admin", "shares:write");
        assertThat(admin.scopes()).isEqualTo(Scopes.all());
        assertThat(alice.toString()).doesNotContain(alice.cookie()).doesNotContain(alice.csrf());
    }

    @Test
    void wrongPasswordAndUnknownUserGetTheSameAnswer() {
        assertThat(sessions.signIn("alice", "wrong", HERE)).isEqualTo(new SignIn.Wrong());
        assertThat(sessions.signIn("nobody", "right", HERE)).isEqualTo(new SignIn.Wrong());
        assertThat(sessions.signIn("nobody", "", HERE)).isEqualTo(new SignIn.Wrong());
    }

    @Test
    void sessionEndsAfterTwelveHoursOrOnSignOut() {
        Session first = welcome(sessions.signIn("alice", "right", HERE));
        Session second = welcome(sessions.signIn("alice", "right", HERE));

        sessions.end(first.cookie());
        assertThat(sessions.find(first.cookie())).isEmpty();
        clock.move(Duration.ofHours(12).minusSeconds(1));
        assertThat(sessions.find(second.cookie())).isPresent();
        clock.move(Duration.ofSeconds(2));
        assertThat(sessions.find(second.cookie())).isEmpty();
    }

    @Test
    void sixthAttemptWaitsEvenWithTheRightPassword() {
        for (int i = 0; i < 5; i++) {
            assertThat(sessions.signIn("alice", "wrong", HERE)).isEqualTo(new SignIn.Wrong());
        }

        assertThat(sessions.signIn("alice", "right", HERE)).isEqualTo(new SignIn.TooMany(Duration.ofMinutes(5)));
        assertThat(sessions.signIn("alice", "right", "127.0.0.2")).isInstanceOf(SignIn.Welcome.class);
        assertThat(sessions.signIn("admin", "right", HERE)).isInstanceOf(SignIn.Welcome.class);
        clock.move(Duration.ofMinutes(5));
        assertThat(sessions.signIn("alice", "right", HERE)).isInstanceOf(SignIn.Welcome.class);
    }

    @Test
    void guessingOneNameFromManyAddressesIsSlowedDown() {
        for (int i = 0; i < 50; i++) {
            assertThat(sessions.signIn("alice", "wrong", "10.0.0." + i)).isEqualTo(new SignIn.Wrong());
        }

        assertThat(sessions.signIn("alice", "wrong", "10.0.1.1")).isInstanceOf(SignIn.TooMany.class);
    }

    @Test
    void oneAddressCannotLockANameForEverybody() {
        for (int i = 0; i < 100; i++) {
            sessions.signIn("admin", "wrong", "10.0.0.1");
        }

        assertThat(sessions.signIn("admin", "right", "10.0.0.1")).isInstanceOf(SignIn.TooMany.class);
        assertThat(sessions.signIn("admin", "right", HERE)).isInstanceOf(SignIn.Welcome.class);
    }

    private static Session welcome(SignIn result) {
        assertThat(result).isInstanceOf(SignIn.Welcome.class);
        return ((SignIn.Welcome) result).session();
    }
}
