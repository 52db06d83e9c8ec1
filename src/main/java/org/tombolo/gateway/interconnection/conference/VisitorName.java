package org.tombolo.gateway.interconnection.conference;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.sdp.ChatRoom;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppPresence;

/** The nickname of a visitor in a conference (RFC 7702 5.2, 5.6). On the session's executor. */
final class VisitorName {
    private final ConferenceStanzas stanzas;
    private String nickname;
    /** The one that she has asked for, else the one that she has. */
    private String wanted;

    private boolean gone;

    VisitorName(String nickname, ConferenceStanzas stanzas) {
        this.stanzas = stanzas;
        this.nickname = nickname;
        this.wanted = nickname;
    }

    String text() {
        return nickname;
    }

    /** Those that are hers: the conference may tell of a new one before it has answered. */
    List<String> all() {
        return List.of(nickname, wanted);
    }

    /**
     * RFC 7702 5.2: the first one. Where the conference has none, she has hers for XMPP alone.
     *
     * @param done gets why she cannot have it, or nothing
     */
    void first(MsrpSession msrp, ChatRoom room, Consumer<Optional<StanzaError>> done) {
        if (!room.nicknames()) {
            done.accept(Optional.empty());
            return;
        }
        msrp.nickname(nickname, status -> {
            // RFC 7701 7.1, 403: one that allows no nicknames after all.
            boolean hers = status.code() != MsrpStatus.NICKNAME_IN_USE.code()
                    && status.code() != MsrpStatus.MALFORMED_NICKNAME.code();
            done.accept(hers ? Optional.empty() : Optional.of(error(status)));
        });
    }

    /** RFC 7702 5.6: another one. */
    void change(MsrpSession msrp, ChatRoom room, XmppPresence stanza) {
        String named = stanza.to().resource();
        if (!room.nicknames() || !wanted.equals(nickname) || named.isEmpty()) {
            stanzas.refused(stanza, ErrorMapping.error("not-acceptable", "no other nickname now"));
            return;
        }
        wanted = named;
        msrp.nickname(named, status -> {
            if (gone) {
                return;
            }
            if (status.ok()) {
                stanzas.renamed(nickname, named);
                nickname = named;
            } else {
                wanted = nickname;
                stanzas.refused(stanza, error(status));
            }
        });
    }

    /** She is out: what becomes of a nickname is nothing to her any more. */
    void leave() {
        gone = true;
    }

    private static StanzaError error(MsrpStatus status) {
        return ErrorMapping.error(
                status.code() == MsrpStatus.NICKNAME_IN_USE.code() ? "conflict" : "not-acceptable",
                "MSRP: " + status.text());
    }
}
