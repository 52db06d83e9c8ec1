package org.tombolo.filetransfer;

import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.filetransfer.Interrupted.Beginning;
import org.tombolo.filetransfer.Interrupted.Key;
import org.tombolo.media.sdp.Direction;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.storage.Previews.Preview;

/**
 * What a phone offers to send (RFC 5547 8.2.1).
 *
 * @param icon a small picture of it
 * @param beginning what is here of it already, when the phone offers the rest
 */
record IncomingOffer(
        FileReceiver.Parties parties, MessageMedia media, Optional<Preview> icon, Optional<Beginning> beginning) {

    FileDescription file() {
        return media.file().orElseThrow();
    }

    FileSelector selector() {
        return file().selector();
    }

    /** Octets that stand before what comes. */
    long start() {
        return file().range().map(range -> range.first() - 1).orElse(0L);
    }

    Optional<Key> key() {
        return Key.of(parties, selector());
    }

    /** The same with what is here of the file. */
    IncomingOffer after(Beginning part) {
        return new IncomingOffer(parties, media, icon, Optional.of(part));
    }

    /** Whether it is the rest of a file, whose beginning was sent before. */
    boolean isRest() {
        return start() > 0;
    }

    /** Why it is not taken, wherever its beginning is; empty when it is. */
    Optional<String> objection(long most) {
        if (media.direction() != Direction.SENDONLY) {
            // RFC 5547 8.2: recvonly asks us for a file, and only sendonly pushes one.
            return Optional.of("files are taken here, not given: a=sendonly");
        }
        OptionalLong size = selector().size();
        if (size.orElse(0) > most) {
            return Optional.of("a file may have at most " + most + " octets");
        }
        // RFC 5547 8.3.1: a range that we do not take is refused.
        boolean cut = file().range()
                .flatMap(FileDescription.Range::last)
                .filter(last -> size.isEmpty() || last != size.getAsLong())
                .isPresent();
        return cut ? Optional.of("the end of a file has to come, too") : Optional.empty();
    }
}
