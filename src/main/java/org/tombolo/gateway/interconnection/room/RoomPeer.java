package org.tombolo.gateway.interconnection.room;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.tombolo.msrp.MessageSource;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.CpimHeader;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.ChatRoom;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/**
 * What the phone of somebody in a room takes (RFC 7701 5.2, 8).
 *
 * @param accept what its SDP says
 * @param maxSize most octets of one message
 * @param aware whether it knows that this is a room
 * @param privateMessages whether it tells messages for its user alone from those for all
 */
record RoomPeer(AcceptTypes accept, long maxSize, boolean aware, boolean privateMessages) {
    private static final String TEXT = "text/plain";
    private static final String UTF8 = TEXT + ";charset=utf-8";

    static RoomPeer of(MessageMedia media) {
        OptionalLong most = media.maxSize();
        return new RoomPeer(
                media.accept(),
                most.orElse(Long.MAX_VALUE),
                media.room().isPresent(),
                media.room().filter(ChatRoom::privateMessages).isPresent());
    }

    /** RFC 7701 5.2: everything is in envelopes. Who does not say what may be in them takes text. */
    boolean takesRoom() {
        return accept.take(Cpim.TYPE) && (accept.wrapped().isEmpty() || accept.takeWrapped(TEXT));
    }

    /** Whether it is told who writes (decision 87). */
    boolean hearsOfWriting() {
        return accept.takeWrapped(IsComposing.TYPE);
    }

    private boolean notifies() {
        return accept.takeWrapped(Imdn.TYPE);
    }

    boolean tooLong(byte[] content) {
        return content.length > maxSize;
    }

    /** The envelope of a stanza's words. */
    static Cpim words(XmppMessage stanza, String text) {
        Cpim words = Cpim.of(UTF8, text.getBytes(StandardCharsets.UTF_8));
        return stanza.subject().isBlank()
                ? words
                : words.with(CpimHeader.of("Subject", stanza.subject().replaceAll("\\p{Cntrl}", " ")));
    }

    /** The envelope of words of ours. */
    static Cpim words(String text) {
        return Cpim.of(UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The news that somebody writes, or not any more; old when it could be sent again, so nobody has to answer it. */
    static OutgoingMessage writing(boolean active, CpimAddress from, CpimAddress to, Instant now) {
        Cpim news = Cpim.of(IsComposing.TYPE, IsComposing.of(active).octets()).between(from, to, now);
        return new OutgoingMessage(Cpim.TYPE, List.of(), false, FailureReport.PARTIAL, MessageSource.of(news.octets()));
    }

    /** What the phone is asked to tell of a message: nothing when it could not, or when the message is an old one. */
    Set<Disposition> wanted(XmppMessage stanza) {
        EnumSet<Disposition> wanted = EnumSet.noneOf(Disposition.class);
        if (!notifies() || stanza.has(Extension.Delay.class)) {
            return wanted;
        }
        if (stanza.has(Extension.ReceiptRequest.class) || stanza.has(Extension.Markable.class)) {
            wanted.add(Disposition.POSITIVE_DELIVERY);
        }
        if (stanza.has(Extension.Markable.class)) {
            wanted.add(Disposition.DISPLAY);
        }
        return wanted;
    }

    /** Types that we take in envelopes. */
    static AcceptTypes taken() {
        return new AcceptTypes(List.of(Cpim.TYPE), List.of(TEXT, Imdn.TYPE, IsComposing.TYPE));
    }

    /** Who says it, by nickname and URI. */
    static CpimAddress named(String nickname, String uri) {
        return new CpimAddress(nickname.replaceAll("\\p{Cntrl}", " "), uri);
    }
}
