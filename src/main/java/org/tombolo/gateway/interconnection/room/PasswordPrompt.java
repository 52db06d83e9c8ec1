package org.tombolo.gateway.interconnection.room;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.ConvergedSession;

/**
 * Takes the password of a room (XEP-0045 7.2.5) as words from the phone, in the session that its user has called the room by
 * (decision 87). CLOSED -> OPEN when the room asks for one, and back with the words. On the session's executor.
 */
final class PasswordPrompt {
    /** How often she is asked. */
    private static final int MOST = 3;
    /** Of an envelope with a password in it, in octets. */
    private static final int LONGEST = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MsrpStatus NOT_YET = new MsrpStatus(403, "the room has not let you in");

    private final ConvergedSession session;
    private final RoomAddress room;
    private final RoomUser user;
    private final Consumer<Optional<String>> given;
    private int asked;
    private @Nullable Runnable open;

    /** @param given gets a password to try; empty when she gave none in time */
    PasswordPrompt(ConvergedSession session, RoomAddress room, RoomUser user, Consumer<Optional<String>> given) {
        this.session = session;
        this.room = room;
        this.user = user;
        this.given = given;
    }

    /** Whether the room has asked, so that nothing that she says is for anybody else until she is in. */
    boolean used() {
        return asked > 0;
    }

    /** Asks for it, or once more; false when that was often enough. */
    boolean ask(RoomTalk talk) {
        if (asked == MOST) {
            return false;
        }
        open = session.schedule(PATIENCE, () -> {
            open = null;
            given.accept(Optional.empty());
        });
        talk.notice(
                asked++ == 0
                        ? "The room " + room.jid().text()
                                + " asks for a password. Write it here; nobody but the room gets it."
                        : "The room does not take that password. Write it once more.");
        return true;
    }

    /** A message of hers. */
    MessageSink incoming(IncomingMessage message) {
        return new WholeMessage(message, LONGEST, content -> received(message, content));
    }

    private void received(IncomingMessage message, byte[] octets) {
        RoomContent content = RoomContent.read(message.contentType(), octets, room, user, user.nickname());
        if (content instanceof RoomContent.Words words && open != null) {
            open.run();
            open = null;
            message.accept();
            given.accept(Optional.of(words.said().text().strip()));
        } else if (content instanceof RoomContent.Refused refused) {
            message.refuse(refused.status());
        } else if (content instanceof RoomContent.Words) {
            message.refuse(NOT_YET);
        } else {
            // That she writes, and what became of our question, is nothing to the room yet.
            message.accept();
        }
    }
}
