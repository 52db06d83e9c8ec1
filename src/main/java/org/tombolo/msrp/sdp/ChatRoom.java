package org.tombolo.msrp.sdp;

import java.util.Arrays;
import java.util.List;
import org.tombolo.media.sdp.Attribute;

/**
 * What a side can do in a chat room (RFC 7701 8). It is declared, not negotiated.
 *
 * @param nicknames whether NICKNAME can be used
 * @param privateMessages whether messages for one participant can be sent and told from those for all
 */
public record ChatRoom(boolean nicknames, boolean privateMessages) {
    /** All there is. */
    public static final ChatRoom FULL = new ChatRoom(true, true);

    static final String NAME = "chatroom";
    private static final String NICKNAME = "nickname";
    private static final String PRIVATE = "private-messages";

    /** Reads the attribute's value, empty for one without tokens; what is not known is left out. */
    static ChatRoom parse(String value) {
        List<String> tokens = Arrays.asList(value.trim().split(" +"));
        return new ChatRoom(tokens.contains(NICKNAME), tokens.contains(PRIVATE));
    }

    Attribute attribute() {
        String both = nicknames && privateMessages ? " " : "";
        return new Attribute(NAME, (nicknames ? NICKNAME : "") + both + (privateMessages ? PRIVATE : ""));
    }
}
