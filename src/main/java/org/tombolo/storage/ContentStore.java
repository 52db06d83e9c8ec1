package org.tombolo.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.Optional;

/** Where files are. All methods wait for the disk or the network. Safe for all threads. */
public interface ContentStore {

    /**
     * Begins a file.
     *
     * @throws IOException when there is no place for one more
     */
    Upload begin() throws IOException;

    /**
     * Goes on with a file that an earlier process began and was told to come back for; empty when nothing is left of it.
     *
     * @param id what {@link Upload#id} said
     */
    Optional<Upload> resume(String id) throws IOException;

    /** A file that is being written, by one thread at a time. Nobody sees it before it is kept. */
    interface Upload {
        /** Names the file, from now on. */
        String id();

        /** One more than the offset of its last octet. */
        long size();

        /** Reads what was written before; fills the buffer as far as there is something. */
        void read(long offset, ByteBuffer into) throws IOException;

        /**
         * Writes a part; one that overlaps an earlier one replaces it.
         *
         * @param offset of its first octet, from 0
         */
        void write(long offset, ByteBuffer data) throws IOException;

        /**
         * The hash of the first octets.
         *
         * @param algorithm as {@link java.security.MessageDigest} knows it
         */
        byte[] hash(String algorithm, long size) throws IOException;

        /**
         * Keeps the file for as long as the store keeps files.
         *
         * @param size octets that count
         */
        StoredFile keep(String name, String type, long size) throws IOException;

        /**
         * Keeps the file until a time.
         *
         * @param size octets that count
         */
        StoredFile keep(String name, String type, long size, Instant expires) throws IOException;

        /** Gives it up; nothing is left of it. Nothing happens when it was kept. */
        void abandon();
    }

    /** Why files are not where they belong but wait in another place, in words for operators; empty when they are. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** A file that has not expired. */
    Optional<StoredFile> find(String id) throws IOException;

    /** Its content; to be closed. */
    SeekableByteChannel open(StoredFile file) throws IOException;

    /** Deletes a file before its time. */
    void delete(StoredFile file) throws IOException;
}
