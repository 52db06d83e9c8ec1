package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.DataDirectory;
import org.tombolo.config.Settings;
import org.tombolo.config.TestSettings;

/** The database file and the data directory around it. */
class DatabaseTest {
    @TempDir
    Path temp;

    @Test
    void theDirectoryIsMadeForTheOwnerAlone() throws IOException {
        Path data = temp.resolve("a/data");
        Database.open(TestSettings.in(data)).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(data.resolve("tombolo.mv.db")).exists();
    }

    @Test
    void aCommitThatWasAnsweredIsOnDisk() throws IOException {
        assertThat(writeDelay(TestSettings.in(temp))).containsOnly("0");
    }

    @Test
    void aDatabaseOfOnesOwnIsAsDurable() throws IOException {
        assertThat(writeDelay(TestSettings.in(temp, "db.url", "jdbc:h2:file:" + temp.resolve("mine"))))
                .containsOnly("0");
    }

    @Test
    void whoFindsNoConnectionIsToldSoon() throws IOException {
        try (Database database = Database.open(TestSettings.in(temp))) {
            List<Handle> all = Stream.generate(database.jdbi()::open).limit(8).toList();
            Instant asked = Instant.now();
            assertThatThrownBy(database.jdbi()::open).isInstanceOf(ConnectionException.class);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(15));
            all.forEach(Handle::close);
        }
    }

    @Test
    void aSecondStartInTheSameDirectoryIsRefused() throws IOException {
        try (Database first = Database.open(TestSettings.in(temp))) {
            assertThat(first.isUp()).isTrue();
            assertThatThrownBy(() -> Database.open(TestSettings.in(temp)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("data directory " + temp + " is in use");
        }
        Database.open(TestSettings.in(temp)).close();
    }

    @Test
    void anotherProcessInTheSameDirectoryIsRefused() throws Exception {
        try (Database first = Database.open(TestSettings.in(temp))) {
            Process second = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Locker.class.getName(),
                            temp.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(temp.toFile(), "output"))
                    .start();
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(temp.resolve("output")).content().contains("data directory " + temp + " is in use");
            assertThat(first.isUp()).isTrue();
        }
    }

    /** What the other process does. */
    static final class Locker {
        private Locker() {}

        public static void main(String[] arguments) throws IOException {
            DataDirectory.lock(Path.of(arguments[0])).close();
        }
    }

    @Test
    void aDatabaseThatIsNoneIsNamedAndLeavesTheDirectoryFree() throws IOException {
        Files.writeString(temp.resolve("tombolo.mv.db"), "no database\n".repeat(1000));
        assertThatThrownBy(() -> Database.open(TestSettings.in(temp)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot open the database jdbc:h2:file:" + temp);
        DataDirectory.lock(temp).close();
    }

    private static List<String> writeDelay(Settings settings) throws IOException {
        try (Database database = Database.open(settings)) {
            return database.jdbi()
                    .withHandle(handle -> handle.select(
                                    "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")
                            .mapTo(String.class)
                            .list());
        }
    }
}
