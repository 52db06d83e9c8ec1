package org.tombolo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The accounts file of the embedded default. */
class AccountsTest {
    @TempDir
    Path temp;

    @Test
    void theFirstStartMakesThemForTheOwnerAlone() throws IOException {
        Path data = temp.resolve("data");
        Accounts accounts = Accounts.loadOrCreate(data, TestSettings.in(data));
        assertThat(accounts.names())
                .containsExactlyInAnyOrder(
                        "juliet@localhost",
                        "romeo@localhost",
                        "alice@ims.localhost",
                        "bob@ims.localhost",
                        "demo@ims.localhost",
                        "admin",
                        "alice",
                        "bob");
        assertThat(permissions(data.resolve("accounts.properties"))).isEqualTo("rw-------");
        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(data).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void passwordsAreLongAndAllDifferent() throws IOException {
        Accounts accounts = Accounts.loadOrCreate(temp, TestSettings.in(temp));
        List<String> passwords = accounts.names().stream()
                .map(name -> accounts.password(name).orElseThrow())
                .toList();
        assertThat(passwords).doesNotHaveDuplicates().allMatch(p -> p.matches("[A-Za-z0-9_-]{24}"));
        assertThat(accounts.componentSecret()).hasSize(24).isNotIn(passwords);
    }

    @Test
    void whatIsThereStaysAndWhatIsMissingIsAdded() throws IOException {
        Path file = temp.resolve("accounts.properties");
        Files.writeString(file, "# mine\nalice=se=cret\n\ncarol@ims.localhost = x\n");
        Accounts accounts = Accounts.loadOrCreate(temp, TestSettings.in(temp));
        assertThat(accounts.password("alice")).contains("se=cret");
        assertThat(accounts.password("carol@ims.localhost")).contains("x");
        assertThat(Files.readString(file)).startsWith("# mine\nalice=se=cret\n\ncarol@ims.localhost = x\njuliet@");
        assertThat(permissions(file)).isEqualTo("rw-------");

        String written = Files.readString(file);
        Accounts again = Accounts.loadOrCreate(temp, TestSettings.in(temp));
        assertThat(again.password("bob")).isEqualTo(accounts.password("bob")).isPresent();
        assertThat(Files.readString(file)).isEqualTo(written);
    }

    @Test
    void domainsAndComponentSecretFollowTheSettings() throws IOException {
        Settings settings = TestSettings.in(
                temp, "ims.domain", "ims.test", "xmpp.server.domain", "web.test", "xmpp.secret", "given");
        Accounts accounts = Accounts.loadOrCreate(temp, settings);
        assertThat(accounts.names()).contains("alice@ims.test", "juliet@web.test");
        assertThat(accounts.componentSecret()).isEqualTo("given");
    }

    @Test
    void aBrokenLineIsNamedWithoutShowingIt() throws IOException {
        Files.writeString(temp.resolve("accounts.properties"), "alice=secret\nbob secret\n");
        assertThatThrownBy(() -> Accounts.loadOrCreate(temp, TestSettings.in(temp)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("accounts.properties, line 2: not ADDRESS=PASSWORD");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
