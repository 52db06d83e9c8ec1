package org.tombolo.storage.file;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/**
 * Files in a directory: {@code ID} is the content, {@code ID.properties} what is known of it. The second one is written last,
 * so what lacks it was never kept.
 */
public final class DirectoryStore implements ContentStore {
    static final String ABOUT = ".properties";
    static final String PARTIAL = ".part";

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryStore.class);
    private static final int ID_BYTES = 16;

    private final Path directory;
    private final long most;
    private final Duration life;
    private final SecureRandom random;
    private final Clock clock;
    private final AtomicLong used = new AtomicLong();

    /**
     * A store that has what an earlier process left in the directory, but for what was not finished and nobody comes back for.
     *
     * @param most octets of all files together
     * @param life how long a file is kept
     * @param resumed ids of the unfinished files that somebody comes back for
     */
    public DirectoryStore(
            Path directory, long most, Duration life, Set<String> resumed, SecureRandom random, Clock clock)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.most = most;
        this.life = life;
        this.random = random;
        this.clock = clock;
        tidy(true, resumed);
    }

    @Override
    public Upload begin() throws IOException {
        if (used.get() >= most) {
            throw new IOException("the content store is full");
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return DirectoryUpload.begin(
                this, directory, Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    }

    @Override
    public Optional<Upload> resume(String id) throws IOException {
        if (!StoredFile.isId(id)) {
            return Optional.empty();
        }
        try {
            DirectoryUpload upload = DirectoryUpload.resume(this, directory, id);
            // It is here already, whether there is place for it or not.
            used.addAndGet(upload.size());
            return Optional.of(upload);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Takes the place of octets that are written. */
    void grow(long octets) throws IOException {
        if (used.addAndGet(octets) > most) {
            throw new IOException("the content store is full");
        }
    }

    void shrink(long octets) {
        used.addAndGet(-octets);
    }

    Instant expiry() {
        return clock.instant().plus(life);
    }

    void about(StoredFile file) throws IOException {
        Properties about = new Properties();
        about.setProperty("name", file.name());
        about.setProperty("type", file.type());
        about.setProperty("size", String.valueOf(file.size()));
        about.setProperty("sha256", file.sha256());
        about.setProperty("expires", file.expires().toString());
        Path partial = directory.resolve(file.id() + ABOUT + PARTIAL);
        try (Writer out = Files.newBufferedWriter(partial)) {
            about.store(out, null);
        }
        Files.move(partial, directory.resolve(file.id() + ABOUT), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<StoredFile> find(String id) throws IOException {
        return StoredFile.isId(id)
                ? read(id).filter(file -> file.expires().isAfter(clock.instant()))
                : Optional.empty();
    }

    /** Every file that is kept, expired or not. */
    public List<StoredFile> kept() throws IOException {
        List<StoredFile> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + ABOUT)) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                read(name.substring(0, name.length() - ABOUT.length())).ifPresent(files::add);
            }
        }
        return files;
    }

    private Optional<StoredFile> read(String id) throws IOException {
        Properties about = new Properties();
        try (Reader in = Files.newBufferedReader(directory.resolve(id + ABOUT))) {
            about.load(in);
            return Optional.of(new StoredFile(
                    id,
                    about.getProperty("name", ""),
                    about.getProperty("type", ""),
                    Long.parseLong(about.getProperty("size", "")),
                    about.getProperty("sha256", ""),
                    Instant.parse(about.getProperty("expires", ""))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("what is known of " + id + " cannot be read", e);
        }
    }

    @Override
    public SeekableByteChannel open(StoredFile file) throws IOException {
        return Files.newByteChannel(directory.resolve(file.id()));
    }

    @Override
    public void delete(StoredFile file) throws IOException {
        Files.deleteIfExists(directory.resolve(file.id() + ABOUT));
        Path content = directory.resolve(file.id());
        long size = Files.exists(content) ? Files.size(content) : 0;
        if (Files.deleteIfExists(content)) {
            shrink(size);
        }
    }

    /** Deletes what has expired. */
    public void deleteExpired() {
        try {
            tidy(false, Set.of());
        } catch (IOException e) {
            LOG.warn("files that have expired are still there: {}", e.toString());
        }
    }

    private void tidy(boolean atStart, Set<String> resumed) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                if (atStart && StoredFile.isId(name)) {
                    used.addAndGet(Files.size(path));
                }
                if (atStart && name.endsWith(PARTIAL)) {
                    if (!resumed.contains(name.substring(0, name.length() - PARTIAL.length()))) {
                        Files.deleteIfExists(path);
                    }
                } else if (StoredFile.isId(name)) {
                    tidy(name, atStart);
                }
            }
        }
    }

    private void tidy(String id, boolean atStart) throws IOException {
        Optional<StoredFile> file = read(id);
        if (file.isPresent() && !file.get().expires().isAfter(clock.instant())) {
            delete(file.get());
        } else if (file.isEmpty() && atStart) {
            shrink(Files.size(directory.resolve(id)));
            Files.delete(directory.resolve(id));
        }
    }
}
