package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.TestSettings;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Association.Source;
import org.tombolo.identity.DefaultAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;

/** Associations in a real H2 file. */
class JdbcAssociationsTest {
    private static final Address ALICE = SipAddress.of("alice", "ims.test");
    private static final Address JULIET = new Jid("juliet", "localhost", "");

    @TempDir
    Path temp;

    private final AtomicInteger statements = new AtomicInteger();
    private Database database;
    private JdbcAssociations associations;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(TestSettings.in(temp));
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
        associations = new JdbcAssociations(database.jdbi());
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void anAssociationIsFoundFromBothSidesAndForItsServiceAlone() {
        Association added = associations.add(ALICE, JULIET, Service.MESSAGING, Source.ADMIN);
        assertThat(associations.webOf(ALICE, Service.MESSAGING)).contains(JULIET);
        assertThat(associations.imsOf(JULIET, Service.MESSAGING)).contains(ALICE);
        assertThat(associations.webOf(ALICE, Service.VIDEO)).isEmpty();
        assertThat(associations.list("", 10)).containsExactly(added);
    }

    @Test
    void aDeviceIsItsPerson() {
        associations.add(ALICE, JULIET, Service.MESSAGING, Source.ADMIN);
        assertThat(associations.webOf(new SipAddress(false, "alice", "ims.test", "urn:x"), Service.MESSAGING))
                .contains(JULIET);
        assertThat(associations.imsOf(new Jid("juliet", "localhost", "balcony"), Service.MESSAGING))
                .contains(ALICE);
    }

    @Test
    void aMessageCostsNoQueryAndTheFirstOneNeither() throws IOException {
        associations.add(ALICE, JULIET, Service.MESSAGING, Source.ADMIN);
        assertThat(statements.getAndSet(0)).as("statements are counted").isPositive();
        lookUpFourWays();
        assertThat(statements).as("after a change").hasValue(0);
        associations = new JdbcAssociations(database.jdbi());
        assertThat(statements.getAndSet(0)).as("the start reads the table").isBetween(2, 3);
        lookUpFourWays();
        assertThat(statements).as("after a start").hasValue(0);
        assertThat(associations.webOf(ALICE, Service.MESSAGING)).contains(JULIET);
    }

    @Test
    void thereAreNoMoreThanMemoryTakes() throws IOException {
        associations = new JdbcAssociations(database.jdbi(), 1);
        associations.add(ALICE, JULIET, Service.MESSAGING, Source.ADMIN);
        assertThatThrownBy(() -> associations.add(ALICE, JULIET, Service.VIDEO, Source.ADMIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 1 associations already, no more are taken");
        new JdbcAssociations(database.jdbi(), 1);
        assertThatThrownBy(() -> new JdbcAssociations(database.jdbi(), 0))
                .isInstanceOf(IOException.class)
                .hasMessage("the database has 1 associations, but at most 0 are taken");
    }

    @Test
    void aTableOfSeveralPagesIsReadInFull() throws IOException {
        for (int i = 0; i < 2001; i++) {
            associations.add(new TelNumber("+1555" + (10_000 + i)), new WebUser("alice"), Service.VIDEO, Source.ADMIN);
        }
        associations = new JdbcAssociations(database.jdbi());
        assertThat(associations.webOf(new TelNumber("+155512000"), Service.VIDEO))
                .contains(new WebUser("alice"));
        assertThat(associations.imsOf(new WebUser("alice"), Service.VIDEO)).contains(new TelNumber("+155510000"));
    }

    @Test
    void whenTheOldestIsRemovedTheNextStandsForTheWebIdentity() {
        WebUser alice = new WebUser("alice");
        Association oldest = associations.add(new TelNumber("+15550001"), alice, Service.VIDEO, Source.ADMIN);
        associations.add(new TelNumber("+15550002"), alice, Service.VIDEO, Source.ADMIN);
        associations.remove(oldest.id());
        assertThat(associations.imsOf(alice, Service.VIDEO)).contains(new TelNumber("+15550002"));
    }

    private void lookUpFourWays() {
        associations.webOf(ALICE, Service.MESSAGING);
        associations.webOf(new TelNumber("+15550009"), Service.MESSAGING);
        associations.imsOf(JULIET, Service.MESSAGING);
        associations.imsOf(new WebUser("nobody"), Service.MESSAGING);
    }

    @Test
    void aChangeShowsAtOnce() {
        assertThat(associations.webOf(ALICE, Service.VIDEO)).isEmpty();
        assertThat(associations.imsOf(JULIET, Service.VIDEO)).isEmpty();
        Association added = associations.add(ALICE, JULIET, Service.VIDEO, Source.ADMIN);
        assertThat(associations.webOf(ALICE, Service.VIDEO)).contains(JULIET);
        assertThat(associations.imsOf(JULIET, Service.VIDEO)).contains(ALICE);
        assertThat(associations.remove(added.id())).isTrue();
        assertThat(associations.webOf(ALICE, Service.VIDEO)).isEmpty();
        assertThat(associations.imsOf(JULIET, Service.VIDEO)).isEmpty();
    }

    @Test
    void oneWebIdentityForAService() {
        associations.add(ALICE, JULIET, Service.VIDEO, Source.ADMIN);
        assertThatThrownBy(() -> associations.add(ALICE, new WebUser("alice"), Service.VIDEO, Source.ADMIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sip:alice@ims.test already has an association for VIDEO"
                        + " (association 1, with juliet@localhost)");
        assertThat(associations.webOf(ALICE, Service.VIDEO)).contains(JULIET);
    }

    @Test
    void ofSeveralImsIdentitiesTheOldestStandsForTheWebIdentity() {
        associations.addDefaults(Service.VIDEO, DefaultAssociations.of("ims.test"));
        assertThat(associations.imsOf(new WebUser("alice"), Service.VIDEO)).contains(ALICE);
        assertThat(associations.webOf(new TelNumber("+15550001"), Service.VIDEO))
                .contains(new WebUser("alice"));
    }

    @Test
    void removingWhatIsNotThereIsNoError() {
        assertThat(associations.remove("1")).isFalse();
        assertThat(associations.remove("x")).isFalse();
    }

    @Test
    void listsPageByPage() {
        associations.addDefaults(Service.VIDEO, DefaultAssociations.of("ims.test"));
        var first = associations.list("", 3);
        var rest = associations.list(first.get(2).id(), 3);
        assertThat(first).hasSize(3);
        assertThat(rest).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(associations.list("x", 3)).isEmpty();
        assertThatThrownBy(() -> associations.list("", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsAddedOutlivesARestart() throws IOException {
        associations.add(ALICE, JULIET, Service.VIDEO, Source.ADMIN);
        database.close();
        open();
        assertThat(associations.webOf(ALICE, Service.VIDEO)).contains(JULIET);
    }

    @Test
    void defaultsComeOnceAndStayAwayWhenTheyWereRemoved() throws IOException {
        associations.addDefaults(Service.VIDEO, DefaultAssociations.of("ims.test"));
        assertThat(associations.list("", 10)).hasSize(4).allMatch(a -> a.source() == Source.DEFAULT);
        associations.list("", 10).forEach(a -> associations.remove(a.id()));
        database.close();
        open();
        associations.addDefaults(Service.VIDEO, DefaultAssociations.of("ims.test"));
        assertThat(associations.list("", 10)).isEmpty();
    }

    @Test
    void defaultsLeaveAnAdministratorsChoiceAlone() {
        associations.add(ALICE, JULIET, Service.VIDEO, Source.ADMIN);
        associations.addDefaults(Service.VIDEO, DefaultAssociations.of("ims.test"));
        assertThat(associations.webOf(ALICE, Service.VIDEO)).contains(JULIET);
        assertThat(associations.list("", 10)).hasSize(4);
    }
}
