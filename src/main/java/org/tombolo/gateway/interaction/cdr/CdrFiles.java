package org.tombolo.gateway.interaction.cdr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each record to {@code cdr-DAY.jsonl} and {@code cdr-DAY.csv} of the UTC day on which its call ended. A record is
 * marked once it is on the disk: after a crash in between it comes twice, with the same call id, and never not at all.
 */
public final class CdrFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CdrFiles.class);
    private static final int BATCH = 1000;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final CdrStore store;
    private final Path folder;
    private final Duration kept;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    /**
     * @param folder for the files; made when it is not there, for its owner alone
     * @param kept how long records stay in the database
     * @param executor one thread of ours, not closed; blocked by files
     */
    public CdrFiles(CdrStore store, Path folder, Duration kept, Clock clock, ScheduledExecutorService executor) {
        this.store = store;
        this.folder = folder;
        this.kept = kept;
        this.clock = clock;
        this.executor = executor;
    }

    /** Begins, with what an earlier process left. */
    public void start() {
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::append, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        unused = executor.scheduleWithFixedDelay(
                () -> store.forget(clock.instant().minus(kept)),
                FORGET_EVERY.toMillis(),
                FORGET_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void append() {
        try {
            for (List<CdrStore.Placed> batch = store.unexported(BATCH);
                    !batch.isEmpty();
                    batch = store.unexported(BATCH)) {
                write(batch);
                store.exported(batch);
            }
        } catch (IOException | RuntimeException e) {
            log.error("call records cannot be written to {}; they stay in the database", folder, e);
        }
    }

    private void write(List<CdrStore.Placed> batch) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Map<String, List<Cdr>> days = batch.stream()
                .map(CdrStore.Placed::cdr)
                .collect(Collectors.groupingBy(
                        c -> c.endedAt().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                        TreeMap::new,
                        Collectors.toList()));
        for (Map.Entry<String, List<Cdr>> day : days.entrySet()) {
            Path csv = folder.resolve("cdr-" + day.getKey() + ".csv");
            String header = Files.exists(csv) ? "" : CdrFormat.HEADER + "\r\n";
            append(csv, header + lines(day.getValue(), CdrFormat::csv, "\r\n"));
            append(folder.resolve("cdr-" + day.getKey() + ".jsonl"), lines(day.getValue(), CdrFormat::json, "\n"));
        }
    }

    private static String lines(List<Cdr> records, Function<Cdr, String> format, String end) {
        return records.stream().map(r -> format.apply(r) + end).collect(Collectors.joining());
    }

    private static void append(Path file, String lines) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        append();
    }
}
