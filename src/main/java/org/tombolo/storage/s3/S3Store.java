package org.tombolo.storage.s3;

import com.github.davidmoten.aws.lw.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;

/**
 * Files in a bucket: {@code files/ID} is the content with what is known of it, {@code expiry/HOUR/ID} is there for the sweep to find
 * what has expired without asking for each. What is written is in a directory first, and what cannot be sent stays there and is
 * tried again: a bucket that is away loses nothing.
 */
public final class S3Store implements ContentStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);
    private static final String FILES = "files/";
    private static final String EXPIRY = "expiry/";
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyyMMddHH").withZone(ZoneOffset.UTC);

    private final Place place;
    private final Bucket bucket;
    private final DirectoryStore spool;
    private final long most;
    private final Clock clock;
    private final AtomicLong used = new AtomicLong();
    private volatile String trouble = "";

    /**
     * Where the bucket is.
     *
     * @param url of the service, with a slash at its end
     */
    public record Place(String url, String region, String bucket, String accessKey, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return url + bucket;
        }
    }

    /**
     * @param spool where files are until they are in the bucket
     * @param most octets of all files in the bucket together; counted by {@link #sweep}
     */
    public S3Store(Place place, DirectoryStore spool, long most, Clock clock) {
        this.place = place;
        this.bucket = new Bucket(place);
        this.spool = spool;
        this.most = most;
        this.clock = clock;
    }

    @Override
    public Upload begin() throws IOException {
        if (used.get() >= most) {
            throw new IOException("the content store is full");
        }
        return new S3Upload(this, spool.begin());
    }

    @Override
    public Optional<Upload> resume(String id) throws IOException {
        return spool.resume(id).map(upload -> new S3Upload(this, upload));
    }

    /** A file is in the spool. */
    StoredFile kept(StoredFile file) {
        try {
            send(file);
            trouble = "";
        } catch (IOException e) {
            failed(e);
        }
        return file;
    }

    /** What could not be sent is still in the directory, and is sent by a later sweep. */
    private void failed(IOException e) {
        trouble = "files wait in the data directory: " + e.getMessage();
        LOG.warn("{} {}", place, trouble);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(words -> !words.isEmpty());
    }

    private void send(StoredFile file) throws IOException {
        Map<String, String> about = Map.of(
                "name", URLEncoder.encode(file.name(), StandardCharsets.UTF_8),
                "sha256", file.sha256(),
                "expires", file.expires().toString());
        // Its end comes first, so that nothing is there for ever.
        bucket.put(expiry(file), "text/plain", Map.of(), InputStream.nullInputStream(), 0);
        try (InputStream content = Channels.newInputStream(spool.open(file))) {
            bucket.put(FILES + file.id(), file.type(), about, content, file.size());
        }
        used.addAndGet(file.size());
        spool.delete(file);
    }

    private static String expiry(StoredFile file) {
        return EXPIRY + HOUR.format(file.expires()) + "/" + file.id();
    }

    @Override
    public Optional<StoredFile> find(String id) throws IOException {
        if (!StoredFile.isId(id)) {
            return Optional.empty();
        }
        Optional<StoredFile> spooled = spool.find(id);
        Optional<Response> object = spooled.isPresent() ? Optional.empty() : bucket.head(FILES + id);
        Optional<StoredFile> file = object.isPresent() ? Optional.of(file(id, object.get())) : spooled;
        return file.filter(found -> found.expires().isAfter(clock.instant()));
    }

    private static StoredFile file(String id, Response object) throws IOException {
        try {
            return new StoredFile(
                    id,
                    URLDecoder.decode(object.metadata("name").orElse(""), StandardCharsets.UTF_8),
                    object.firstHeader("Content-Type").orElse(""),
                    Long.parseLong(object.firstHeader("Content-Length").orElse("")),
                    object.metadata("sha256").orElse(""),
                    Instant.parse(object.metadata("expires").orElse("")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("what is known of " + id + " cannot be read", e);
        }
    }

    @Override
    public SeekableByteChannel open(StoredFile file) throws IOException {
        return spool.find(file.id()).isPresent()
                ? spool.open(file)
                : new S3Channel(bucket, FILES + file.id(), file.size());
    }

    @Override
    public void delete(StoredFile file) throws IOException {
        spool.delete(file);
        bucket.delete(FILES + file.id());
        bucket.delete(expiry(file));
        used.addAndGet(-file.size());
    }

    /** Sends what waits, deletes what has expired, counts what is there. */
    public void sweep() {
        try {
            for (StoredFile waiting : spool.kept()) {
                send(waiting);
            }
            String now = EXPIRY + HOUR.format(clock.instant());
            bucket.list(EXPIRY, (key, size) -> expired(key, now));
            AtomicLong sum = new AtomicLong();
            bucket.list(FILES, (key, size) -> sum.addAndGet(size) >= 0);
            used.set(sum.get());
            trouble = "";
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Keys are in the order of their hours: after the first that is to come nothing has expired. */
    private boolean expired(String key, String now) throws IOException {
        boolean past = key.compareTo(now) < 0;
        if (past) {
            bucket.delete(FILES + key.substring(key.lastIndexOf('/') + 1));
            bucket.delete(key);
        }
        return past;
    }

    @Override
    public void close() {
        bucket.close();
    }
}
