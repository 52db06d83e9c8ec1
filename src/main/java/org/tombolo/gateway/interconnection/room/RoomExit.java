package org.tombolo.gateway.interconnection.room;

import org.tombolo.xmpp.RoomPart.Standing;

/**
 * Why somebody is no longer in a room.
 *
 * @param cause the SIP status that says the same, for a Reason header (RFC 3326)
 * @param why words for a person
 */
record RoomExit(int cause, String why) {
    /** The room is no more. */
    static final int GONE = 410;

    private static final int LONGEST = 200;

    /** Why a room says that she is out (XEP-0045 7.14, 8.2, 9.1, 10.9, 15.6). */
    static RoomExit of(Standing standing) {
        if (standing.destroyed().isPresent()) {
            String where = standing.destroyed()
                    .get()
                    .instead()
                    .map(room -> "; it goes on in " + room.text())
                    .orElse("");
            return new RoomExit(
                    GONE,
                    with(
                            "the room is no more" + where,
                            standing.destroyed().get().reason()));
        } else if (standing.has(301)) {
            return new RoomExit(403, with("you are banned from the room", standing.reason()));
        } else if (standing.has(321) || standing.has(322)) {
            return new RoomExit(403, with("the room is for its members only now", standing.reason()));
        } else if (standing.has(332)) {
            return new RoomExit(503, "the rooms' server stops");
        } else if (standing.has(333)) {
            return new RoomExit(500, "the room has lost you");
        } else if (standing.has(307)) {
            return new RoomExit(403, with("you were removed from the room", standing.reason()));
        }
        return new RoomExit(480, "you have left the room");
    }

    private static String with(String words, String reason) {
        return reason.isEmpty() ? words : words + ": " + reason.substring(0, Math.min(reason.length(), LONGEST));
    }

    /** The value of a Reason header. */
    String header() {
        String text = why.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"");
        return "SIP;cause=" + cause + ";text=\"" + text + "\"";
    }
}
