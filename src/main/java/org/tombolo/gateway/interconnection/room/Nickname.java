package org.tombolo.gateway.interconnection.room;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.identity.Jid;
import org.tombolo.identity.JidEscape;
import org.tombolo.sip.SipRequest;

/** Nicknames as they are prepared for a room (RFC 7700 2.2); the room itself compares them. */
final class Nickname {
    /** Of one that nobody has chosen, in characters; a number has to fit behind it. */
    private static final int LONGEST_USUAL = 100;

    private static final String ANONYMOUS = "Anonymous";
    private static final Pattern DISPLAY_NAME =
            Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^<\":]*?))\\s*<.*");

    private Nickname() {}

    /** A nickname that can be the resource of an occupant; empty when this one cannot. */
    static Optional<String> prepare(String wanted) {
        // RFC 7700 2.1: spaces become one ASCII space, none at either end; then NFKC.
        String mapped =
                Normalizer.normalize(wanted.replaceAll("[\\p{Zs}\\t]+", " ").strip(), Normalizer.Form.NFKC);
        try {
            return mapped.isEmpty() ? Optional.empty() : Optional.of(new Jid("", "room.invalid", mapped).resource());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Which nickname a user has who asks for none (RFC 7702 6.1): the display name of From, else her name.
     *
     * @param anonymous whether nobody may learn who she is (RFC 7701 5.2)
     */
    static String of(SipRequest invite, boolean anonymous, Jid user) {
        if (anonymous) {
            return ANONYMOUS;
        }
        return displayName(invite.header("From").orElse(""))
                .flatMap(Nickname::usual)
                .orElseGet(() -> of(user));
    }

    /** One to begin with. */
    static Optional<String> usual(String name) {
        return prepare(name).filter(nickname -> nickname.length() <= LONGEST_USUAL);
    }

    /** The nickname of a user by her address. */
    static String of(Jid user) {
        String name = JidEscape.unescape(user.local());
        int at = name.lastIndexOf('@');
        return usual(at > 0 ? name.substring(0, at) : name).orElse(ANONYMOUS);
    }

    private static Optional<String> displayName(String from) {
        Matcher parts = DISPLAY_NAME.matcher(from);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(parts.group(1))
                .map(quoted -> quoted.replaceAll("\\\\(.)", "$1"))
                .or(() -> Optional.ofNullable(parts.group(2)));
    }

    /**
     * Another one when somebody else has it (RFC 7702 7).
     *
     * @param attempt 2 and more
     */
    static String variant(String nickname, int attempt) {
        return nickname + " " + attempt;
    }
}
