package org.tombolo.gateway.interconnection.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.ConvergedSession;

/**
 * What became of one IMS user's messages with each of the others in the room, told to her together (RFC 5438 8.3). On the
 * session's executor.
 */
final class RoomReceipts {
    /** RFC 5438 8.3: how long those that come after the first one are waited for. */
    private static final Duration BATCH = Duration.ofSeconds(2);
    /** The longest batch. */
    private static final int MOST = 50;
    /** What is told of one message; more of it says nothing new. */
    private static final int MOST_HEARD = 2000;
    /** Messages of which something may still be told; the oldest is forgotten. */
    private static final int REMEMBERED = 64;

    private final ConvergedSession session;
    private final RoomAddress room;
    private final BiConsumer<ImdnRequest, List<Imdn>> tell;
    private final Map<String, Followed> followed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Followed> eldest) {
            return size() > 2 * REMEMBERED;
        }
    };

    /** A message that she wants to hear of. */
    private static final class Followed {
        private final ImdnRequest request;
        private final Instant sent;
        private final Set<String> heard = new HashSet<>();
        private final List<Imdn> batch = new ArrayList<>();

        Followed(ImdnRequest request, Instant sent) {
            this.request = request;
            this.sent = sent;
        }
    }

    /** @param tell gets one notification or several of the same message */
    RoomReceipts(ConvergedSession session, RoomAddress room, BiConsumer<ImdnRequest, List<Imdn>> tell) {
        this.session = session;
        this.room = room;
        this.tell = tell;
    }

    /** A message that was passed on. */
    void follow(String stanzaId, ImdnRequest request, Instant sent) {
        if (!request.wanted().isEmpty()) {
            followed.put(stanzaId, new Followed(request, sent));
        }
    }

    /** The room knows it by another id, too (XEP-0359). */
    void alias(String stanzaId, String roomId) {
        Followed message = followed.get(stanzaId);
        if (message != null) {
            followed.put(roomId, message);
        }
    }

    /** The room has it: RFC 5438 8.1, an intermediary has processed it. */
    void processed(String stanzaId) {
        Followed message = followed.get(stanzaId);
        if (message != null && message.request.wanted().contains(Disposition.PROCESSING)) {
            tell.accept(message.request, List.of(imdn(message, room.uri(), Imdn.Status.PROCESSED)));
        }
    }

    /** Somebody in the room has it, or has seen it. */
    void told(String stanzaId, String nickname, Imdn.Status status) {
        Followed message = followed.get(stanzaId);
        if (message == null) {
            return;
        }
        if (status == Imdn.Status.DISPLAYED) {
            // What was seen was delivered.
            add(message, nickname, Imdn.Status.DELIVERED, Disposition.POSITIVE_DELIVERY);
            add(message, nickname, Imdn.Status.DISPLAYED, Disposition.DISPLAY);
        } else {
            add(message, nickname, Imdn.Status.DELIVERED, Disposition.POSITIVE_DELIVERY);
        }
    }

    /** It has not arrived after all. */
    void failed(String stanzaId) {
        Followed message = followed.remove(stanzaId);
        if (message != null && message.request.wanted().contains(Disposition.NEGATIVE_DELIVERY)) {
            tell.accept(message.request, List.of(imdn(message, room.uri(), Imdn.Status.FAILED)));
        }
    }

    private void add(Followed message, String nickname, Imdn.Status status, Disposition asked) {
        // RFC 5438 7.2.1: each recipient tells a thing once.
        if (!message.request.wanted().contains(asked)
                || message.heard.size() >= MOST_HEARD
                || !message.heard.add(status + " " + nickname)) {
            return;
        }
        message.batch.add(imdn(message, room.occupant(nickname), status));
        if (message.batch.size() == 1) {
            session.schedule(BATCH, () -> flush(message));
        } else if (message.batch.size() >= MOST) {
            flush(message);
        }
    }

    private void flush(Followed message) {
        if (!message.batch.isEmpty()) {
            tell.accept(message.request, List.copyOf(message.batch));
            message.batch.clear();
        }
    }

    private Imdn imdn(Followed message, String recipient, Imdn.Status status) {
        Imdn.Kind kind = switch (status) {
            case DISPLAYED -> Imdn.Kind.DISPLAY;
            case PROCESSED, STORED -> Imdn.Kind.PROCESSING;
            default -> Imdn.Kind.DELIVERY;
        };
        return new Imdn(message.request.messageId(), Optional.of(message.sent), recipient, room.uri(), kind, status);
    }
}
