package org.tombolo.gateway.interaction.push;

import java.util.Locale;
import java.util.Optional;
import org.tombolo.storage.StoredFile;

/**
 * What is pushed.
 *
 * @param text the words, for TEXT and beside a LINK; empty otherwise, and once the push is over
 * @param url of a LINK; empty otherwise
 * @param file of an IMAGE, VIDEO or FILE, and of a TEXT that is too long for a message
 */
public record PushContent(Kind kind, String text, String url, Optional<StoredFile> file) {

    /** The kinds of content. */
    public enum Kind {
        TEXT,
        LINK,
        IMAGE,
        VIDEO,
        FILE;

        /** The API's word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether a file of a media type is of this kind. */
        public boolean takes(String type) {
            return switch (this) {
                case IMAGE -> type.startsWith("image/");
                case VIDEO -> type.startsWith("video/");
                case FILE -> true;
                case TEXT, LINK -> false;
            };
        }
    }

    /** Words alone. */
    public static PushContent text(String text) {
        return new PushContent(Kind.TEXT, text, "", Optional.empty());
    }

    /** A link, perhaps with words before it. */
    public static PushContent link(String text, String url) {
        return new PushContent(Kind.LINK, text, url, Optional.empty());
    }

    /** A file. */
    public static PushContent file(Kind kind, StoredFile file) {
        return new PushContent(kind, "", "", Optional.of(file));
    }

    /** The same words as a file. */
    PushContent asFile(StoredFile kept) {
        return new PushContent(kind, "", "", Optional.of(kept));
    }

    /** Nothing of what it says is kept. */
    PushContent silent() {
        return new PushContent(kind, "", url, file);
    }

    /** Without the words: they get into no log. */
    @Override
    public String toString() {
        return "PushContent[" + kind + "]";
    }
}
