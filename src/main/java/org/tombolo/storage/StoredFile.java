package org.tombolo.storage;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is known of a file in the store.
 *
 * @param id names it; 128 random bits, so that who knows it may have the file
 * @param name for a person, without a directory
 * @param type media type without parameters
 * @param size octets
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 * @param expires when it is deleted
 */
public record StoredFile(String id, String name, String type, long size, String sha256, Instant expires) {
    private static final int LONGEST_NAME = 200;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

    public StoredFile {
        if (!isId(id) || !TYPE.matcher(type).matches() || size < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no stored file: " + id);
        }
    }

    /** Whether a text can be the id of a file. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** A name as it may be shown and stand in a link: no directory, no control characters, not too long. */
    public static String nameOf(String said) {
        String clean = said.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]+", "_").strip();
        String name = clean.isEmpty() || clean.startsWith(".") ? "file" + clean : clean;
        return name.length() <= LONGEST_NAME ? name : name.substring(name.length() - LONGEST_NAME);
    }
}
