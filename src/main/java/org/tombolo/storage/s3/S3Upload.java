package org.tombolo.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** A file that is written to the spool, and goes to the bucket when it is kept. */
final class S3Upload implements ContentStore.Upload {
    private final S3Store store;
    private final ContentStore.Upload spooled;

    S3Upload(S3Store store, ContentStore.Upload spooled) {
        this.store = store;
        this.spooled = spooled;
    }

    @Override
    public String id() {
        return spooled.id();
    }

    @Override
    public long size() {
        return spooled.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        spooled.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        spooled.write(offset, data);
    }

    @Override
    public byte[] hash(String algorithm, long size) throws IOException {
        return spooled.hash(algorithm, size);
    }

    @Override
    public StoredFile keep(String name, String type, long size) throws IOException {
        return store.kept(spooled.keep(name, type, size));
    }

    @Override
    public StoredFile keep(String name, String type, long size, Instant expires) throws IOException {
        return store.kept(spooled.keep(name, type, size, expires));
    }

    @Override
    public void abandon() {
        spooled.abandon();
    }
}
