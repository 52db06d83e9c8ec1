package org.tombolo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.tombolo.config.DataDirectory;

/** The container's own part of the data directory, {@code DATA/container}; one process at a time holds it. */
final class ContainerDirectory implements AutoCloseable {
    private final Path base;
    private final DataDirectory lock;

    private ContainerDirectory(Path base, DataDirectory lock) {
        this.base = base;
        this.lock = lock;
    }

    /**
     * Takes the directory and clears what an earlier run left, so that a newer WAR is unpacked again.
     *
     * @throws StartException when another process has it or it cannot be written
     */
    static ContainerDirectory open(Path data) throws StartException {
        Path base = data.toAbsolutePath().normalize().resolve("container");
        try {
            DataDirectory.create(data);
            ContainerDirectory directory = new ContainerDirectory(base, DataDirectory.lock(base));
            directory.clear();
            return directory;
        } catch (IOException e) {
            throw new StartException("tombolo.data is \"" + data + "\", but cannot be used: " + e.getMessage(), e);
        }
    }

    private void clear() throws IOException {
        for (String name : List.of("webapps", "work", "conf")) {
            delete(base.resolve(name));
            Files.createDirectories(base.resolve(name));
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Path base() {
        return base;
    }

    /** A file that only we may read, empty. */
    Path secretFile(String name) throws IOException {
        Path file = base.resolve(name);
        Files.deleteIfExists(file);
        Set<PosixFilePermission> ours = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        return Files.createFile(file, PosixFilePermissions.asFileAttribute(ours));
    }

    /** Writes one of the launcher's own files to {@code conf}. */
    Path configuration(String resource, String name) throws StartException {
        Path file = base.resolve("conf").resolve(name);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource), resource)) {
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
