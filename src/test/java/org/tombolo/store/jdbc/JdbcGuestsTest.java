package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.TestSettings;
import org.tombolo.identity.Guests;
import org.tombolo.identity.WebUser;

/** Guests in a real H2 file. */
class JdbcGuestsTest {
    private static final WebUser ALICE = new WebUser("alice");
    private static final WebUser BOB = new WebUser("bob");

    @Test
    void guestsSurviveUntilTheyAreRemoved(@TempDir Path data) throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcGuests guests = new JdbcGuests(database.jdbi());
            assertThat(guests.add(ALICE, BOB)).isTrue();
            assertThat(guests.add(ALICE, BOB)).isTrue();
            assertThat(guests.add(ALICE, new WebUser("carol"))).isTrue();
            assertThat(guests.remove(ALICE, new WebUser("carol"))).isTrue();
            assertThat(guests.remove(ALICE, new WebUser("carol"))).isFalse();
        }
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcGuests guests = new JdbcGuests(database.jdbi());
            assertThat(guests.of(ALICE)).containsExactly(BOB);
            assertThat(guests.has(ALICE, BOB)).isTrue();
            assertThat(guests.has(BOB, ALICE)).isFalse();
        }
    }

    @Test
    void aHostHasSoManyAndNoMore(@TempDir Path data) throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcGuests guests = new JdbcGuests(database.jdbi());
            for (int i = 0; i < Guests.MOST; i++) {
                assertThat(guests.add(ALICE, new WebUser("guest" + i))).isTrue();
            }
            assertThat(guests.add(ALICE, BOB)).isFalse();
            assertThat(guests.add(BOB, ALICE)).isTrue();
        }
    }
}
