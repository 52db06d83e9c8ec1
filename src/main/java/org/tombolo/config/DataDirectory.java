package org.tombolo.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The data directory while this process owns it: database, accounts and keys are written by one process at a time. */
public final class DataDirectory implements AutoCloseable {
    private final FileChannel lockFile;

    private DataDirectory(FileChannel lockFile) {
        this.lockFile = lockFile;
    }

    /** Makes the directory, for nobody but its owner to enter, when it is not there. */
    public static void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(directory, ownerOnly);
        }
    }

    /**
     * Makes the directory when it is not there, and takes it for this process until {@link #close}.
     *
     * @throws IOException when another process has it, or it cannot be written; the message names the directory
     */
    public static DataDirectory lock(Path directory) throws IOException {
        create(directory);
        var file = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new IOException("data directory " + directory.toAbsolutePath().normalize() + " is in use");
        }
        return new DataDirectory(file);
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
