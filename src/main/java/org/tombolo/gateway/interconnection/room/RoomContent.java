package org.tombolo.gateway.interconnection.room;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tombolo.gateway.interconnection.ChatContent;
import org.tombolo.gateway.interconnection.room.RoomAddress.Addressee;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.CpimHeader;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;

/** What somebody in a room sends (RFC 7701 6). */
sealed interface RoomContent {

    /**
     * Words.
     *
     * @param to one, or everybody
     * @param subject empty when there is none
     */
    record Words(Addressee to, String subject, ChatContent.Words said) implements RoomContent {}

    /** What became of a message of ours. */
    record Notification(Imdn imdn) implements RoomContent {}

    /**
     * She writes, or not any more.
     *
     * @param to one, or everybody
     */
    record Composing(Addressee to, IsComposing news) implements RoomContent {}

    /** Something that the room does not pass on. */
    record Refused(MsrpStatus status) implements RoomContent {}

    /** Reads a message of a user in a room. */
    static RoomContent read(String contentType, byte[] octets, RoomAddress room, RoomUser user, String nickname) {
        if (!new Body(contentType, octets).is(Cpim.TYPE)) {
            // RFC 7701 6.3
            return new Refused(new MsrpStatus(415, "a room takes message/cpim only"));
        }
        try {
            return read(Cpim.parse(octets), room, user, nickname);
        } catch (CpimException e) {
            return refused(400, "message/cpim: " + e.getMessage());
        }
    }

    private static RoomContent read(Cpim cpim, RoomAddress room, RoomUser user, String nickname) {
        if (!isOwn(cpim, room, user, nickname)) {
            // RFC 7701 6.3
            return refused(403, "From is not yours");
        }
        ChatContent content = ChatContent.read(cpim);
        if (content instanceof ChatContent.Notification notification) {
            return new Notification(notification.imdn());
        } else if (content instanceof ChatContent.Words words) {
            String subject = cpim.subject().map(CpimHeader::value).orElse("");
            return addressed(cpim, room, to -> new Words(to, subject, words));
        } else if (content instanceof ChatContent.Composing composing) {
            return addressed(cpim, room, to -> new Composing(to, composing.news()));
        } else if (content instanceof ChatContent.Refused refused) {
            return new Refused(refused.status());
        }
        return new Refused(MsrpStatus.UNSUPPORTED_TYPE);
    }

    private static boolean isOwn(Cpim cpim, RoomAddress room, RoomUser user, String nickname) {
        return cpim.header(Cpim.CORE, "From")
                .flatMap(RoomAddress::uri)
                .filter(from -> user.is(from)
                        || room.addressee(from)
                                .filter(own -> own.nickname().equals(nickname))
                                .isPresent())
                .isPresent();
    }

    private static RoomContent addressed(Cpim cpim, RoomAddress room, Function<Addressee, RoomContent> content) {
        List<String> to =
                cpim.values(Cpim.CORE, "To").stream().map(CpimHeader::value).toList();
        if (to.size() > 1) {
            // RFC 7701 6.1, 6.2
            return refused(403, "one recipient, or all of them by the room's address");
        }
        Optional<Addressee> addressee =
                to.stream().findFirst().flatMap(RoomAddress::uri).flatMap(room::addressee);
        return addressee.map(content).orElseGet(() -> new Refused(MsrpStatus.NO_RECIPIENT));
    }

    private static Refused refused(int status, String why) {
        return new Refused(new MsrpStatus(status, why.replaceAll("\\p{Cntrl}", " ")));
    }
}
