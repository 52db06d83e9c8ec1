package org.tombolo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The container's own part of the data directory, {@code DATA/container}; one process at a time holds it. */
final class DataDirectory implements AutoCloseable {
    private final Path base;
    private final FileChannel lock;

    private DataDirectory(Path base, FileChannel lock) {
        this.base = base;
        this.lock = lock;
    }

    /**
     * Takes the directory and clears what an earlier run left, so that a newer WAR is unpacked again.
     *
     * @throws StartException when another process has it or it cannot be written
     */
    static DataDirectory open(Path data) throws StartException {
        Path base = data.toAbsolutePath().normalize().resolve("container");
        try {
            Files.createDirectories(base);
            DataDirectory directory = new DataDirectory(base, lock(base));
            directory.clear();
            return directory;
        } catch (IOException e) {
            throw new StartException("cannot write to " + base + " (tombolo.data): " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path base) throws IOException, StartException {
        FileChannel channel =
                FileChannel.open(base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process; the same answer
        }
        channel.close();
        throw new StartException("another gateway uses the data directory " + base.getParent());
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
        return Files.createFile(file, java.nio.file.attribute.PosixFilePermissions.asFileAttribute(ours));
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
