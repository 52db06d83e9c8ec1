package org.tombolo.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of the embedded default, one {@code ADDRESS=PASSWORD} a line in {@code DATA/accounts.properties}, which
 * only its owner may read. No default password exists: the first start makes them up.
 */
public final class Accounts {
    private static final String FILE = "accounts.properties";
    private static final String COMPONENT = "component";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int PASSWORD_BYTES = 18;

    private final Map<String, String> passwords;
    private final String componentSecret;

    private Accounts(Map<String, String> passwords, String configuredSecret) {
        this.passwords = Map.copyOf(passwords);
        this.componentSecret = configuredSecret.isEmpty() ? passwords.getOrDefault(COMPONENT, "") : configuredSecret;
    }

    /**
     * Reads the accounts file. What is missing in it gets a password and is written; lines that are there stay as they
     * are.
     *
     * @throws IOException when the file cannot be read or written, or a line of it is no {@code ADDRESS=PASSWORD}
     */
    public static Accounts loadOrCreate(Path data, Settings settings) throws IOException {
        DataDirectory.create(data);
        Path file = data.resolve(FILE);
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        Map<String, String> passwords = parse(file, lines);
        List<String> missing = names(settings).stream()
                .filter(name -> !passwords.containsKey(name))
                .toList();
        SecureRandom random = new SecureRandom();
        for (String name : missing) {
            passwords.put(name, password(random));
            lines.add(name + "=" + passwords.get(name));
        }
        if (!missing.isEmpty()) {
            write(file, lines);
        }
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        return new Accounts(passwords, settings.xmpp().secret());
    }

    /** Makes the file for scripts: {@code Accounts DATA_DIRECTORY}; the domains come from the settings. */
    public static void main(String[] arguments) {
        try {
            loadOrCreate(Path.of(arguments[0]), SettingsReader.read(System.getProperties(), System.getenv()));
        } catch (IOException | InvalidSettingException e) {
            System.err.println("tombolo: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * The password of an account.
     *
     * @param name {@code alice@ims.localhost} for a softphone, {@code juliet@localhost} for XMPP, {@code alice} or
     *     {@code admin} for the portal
     */
    public Optional<String> password(String name) {
        return Optional.ofNullable(passwords.get(name));
    }

    /** The secret of our XMPP component: the one of the settings, else the one we made up. */
    public String componentSecret() {
        return componentSecret;
    }

    /** Who has an account, {@code component} aside. */
    public Set<String> names() {
        return passwords.keySet().stream()
                .filter(name -> !name.equals(COMPONENT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private static List<String> names(Settings settings) {
        String xmpp = "@" + settings.xmpp().serverDomain();
        String ims = "@" + settings.sip().imsDomain();
        return List.of(
                "juliet" + xmpp,
                "romeo" + xmpp,
                "alice" + ims,
                "bob" + ims,
                "demo" + ims,
                "admin",
                "alice",
                "bob",
                COMPONENT);
    }

    private static Map<String, String> parse(Path file, List<String> lines) throws IOException {
        Map<String, String> passwords = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            int equals = line.indexOf('=');
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (equals < 1 || equals == line.length() - 1) {
                throw new IOException(file + ", line " + (i + 1) + ": not ADDRESS=PASSWORD");
            }
            passwords.put(
                    line.substring(0, equals).trim(), line.substring(equals + 1).trim());
        }
        return passwords;
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A reader sees the old file or the whole new one, and no other user sees either. */
    private static void write(Path file, List<String> lines) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", ownerOnly);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer text = StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n");
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
