package org.tombolo.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** A file that is being written under a name that nobody reads. */
final class DirectoryUpload implements ContentStore.Upload {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryUpload.class);
    private static final int BLOCK = 64 << 10;

    private final DirectoryStore store;
    private final Path directory;
    private final String id;
    private final Path partial;
    private final FileChannel channel;
    private long size;
    private boolean over;

    private DirectoryUpload(DirectoryStore store, Path directory, String id, StandardOpenOption... how)
            throws IOException {
        this.store = store;
        this.directory = directory;
        this.id = id;
        this.partial = directory.resolve(id + DirectoryStore.PARTIAL);
        this.channel = FileChannel.open(partial, how);
        this.size = channel.size();
    }

    static DirectoryUpload begin(DirectoryStore store, Path directory, String id) throws IOException {
        return new DirectoryUpload(
                store, directory, id, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** @throws java.nio.file.NoSuchFileException when nothing is left of it */
    static DirectoryUpload resume(DirectoryStore store, Path directory, String id) throws IOException {
        return new DirectoryUpload(store, directory, id, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        long position = offset;
        int count = 0;
        while (into.hasRemaining() && count >= 0) {
            position += count;
            count = channel.read(into, position);
        }
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        long end = offset + data.remaining();
        if (end > size) {
            long more = end - size;
            size = end;
            store.grow(more);
        }
        long position = offset;
        while (data.hasRemaining()) {
            position += channel.write(data, position);
        }
    }

    @Override
    public byte[] hash(String algorithm, long counted) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("no hash " + algorithm, e);
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long position = 0; position < counted; position += block.limit()) {
            block.clear().limit((int) Math.min(BLOCK, counted - position));
            if (channel.read(block, position) < block.limit()) {
                throw new IOException("the file has a gap");
            }
            digest.update(block.flip());
        }
        return digest.digest();
    }

    @Override
    public StoredFile keep(String name, String type, long counted) throws IOException {
        return keep(name, type, counted, store.expiry());
    }

    @Override
    public StoredFile keep(String name, String type, long counted, Instant expires) throws IOException {
        String sha256 = HexFormat.of().formatHex(hash("SHA-256", counted));
        channel.truncate(counted);
        channel.force(false);
        channel.close();
        StoredFile file = new StoredFile(id, StoredFile.nameOf(name), type, counted, sha256, expires);
        Files.move(partial, directory.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        store.shrink(size - counted);
        over = true;
        store.about(file);
        return file;
    }

    @Override
    public void abandon() {
        if (over) {
            return;
        }
        over = true;
        store.shrink(size);
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            LOG.warn("a file that is not wanted is left until the next start: {}", e.toString());
        }
    }
}
