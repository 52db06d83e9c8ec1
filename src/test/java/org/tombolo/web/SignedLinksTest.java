package org.tombolo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;

class SignedLinksTest {
    private final MovingClock clock = new MovingClock();
    private final SignedLinks links = new SignedLinks(new SecureRandom(), clock);
    private final String t =
            links.sign("alice", "/media/a/live", clock.instant().plusSeconds(60));

    @Test
    void opensItsResourceUntilItsExpiry() {
        assertThat(links.verify(t, "/media/a/live")).contains("alice");
        clock.move(Duration.ofSeconds(60));
        assertThat(links.verify(t, "/media/a/live")).isEmpty();
    }

    @Test
    void opensNothingElse() {
        assertThat(links.verify(t, "/media/b/live")).isEmpty();
        assertThat(links.verify(t, "/media/a/live/")).isEmpty();
        assertThat(new SignedLinks(new SecureRandom(), clock).verify(t, "/media/a/live"))
                .isEmpty();
    }

    @Test
    void anyAlteredCharacterIsNoticed() {
        for (int i = 0; i < t.length(); i++) {
            char other = t.charAt(i) == 'A' ? 'g' : 'A';
            assertThat(links.verify(t.substring(0, i) + other + t.substring(i + 1), "/media/a/live"))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoLinkIsRefused() {
        for (String none : new String[] {"", "!", "AAAA", "A".repeat(54), "A".repeat(5000)}) {
            assertThat(links.verify(none, "/media/a/live")).isEmpty();
        }
    }
}
