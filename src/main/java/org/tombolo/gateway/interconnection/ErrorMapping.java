package org.tombolo.gateway.interconnection;

import java.util.Map;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipResponse;
import org.tombolo.xmpp.StanzaError;

/** Errors of one side as errors of the other (RFC 7247 7). */
public final class ErrorMapping {
    /** RFC 7247 7.1, those with one status whatever the address was. */
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("bad-request", 400),
            Map.entry("conflict", 400),
            Map.entry("internal-server-error", 500),
            Map.entry("jid-malformed", 400),
            Map.entry("not-allowed", 403),
            Map.entry("not-authorized", 401),
            Map.entry("policy-violation", 403),
            Map.entry("redirect", 302),
            Map.entry("registration-required", 407),
            Map.entry("remote-server-timeout", 408),
            Map.entry("resource-constraint", 500),
            Map.entry("subscription-required", 400),
            Map.entry("undefined-condition", 400));

    /** RFC 7247 7.1, those that differ: at a full JID one device says no, at a bare JID the user everywhere. */
    private static final Map<String, int[]> STATUS_FULL_BARE = Map.of(
            "feature-not-implemented", new int[] {405, 501},
            "forbidden", new int[] {403, 603},
            "item-not-found", new int[] {404, 604},
            "not-acceptable", new int[] {406, 606},
            "recipient-unavailable", new int[] {480, 600},
            // RFC 7247 7.1 (5): 403 and 405 are closest. Not 503, which speaks of a server's load.
            "service-unavailable", new int[] {405, 403});

    /** RFC 7247 7.2. */
    private static final Map<Integer, String> CONDITION = Map.ofEntries(
            Map.entry(300, "redirect"),
            Map.entry(301, "gone"),
            Map.entry(302, "redirect"),
            Map.entry(305, "redirect"),
            Map.entry(380, "not-acceptable"),
            Map.entry(400, "bad-request"),
            Map.entry(401, "not-authorized"),
            Map.entry(402, "bad-request"),
            Map.entry(403, "forbidden"),
            Map.entry(404, "item-not-found"),
            Map.entry(405, "feature-not-implemented"),
            Map.entry(406, "not-acceptable"),
            Map.entry(407, "registration-required"),
            Map.entry(408, "remote-server-timeout"),
            Map.entry(410, "gone"),
            Map.entry(413, "policy-violation"),
            Map.entry(414, "policy-violation"),
            Map.entry(415, "not-acceptable"),
            Map.entry(416, "not-acceptable"),
            Map.entry(420, "feature-not-implemented"),
            Map.entry(421, "not-acceptable"),
            Map.entry(423, "resource-constraint"),
            Map.entry(430, "recipient-unavailable"),
            Map.entry(439, "feature-not-implemented"),
            Map.entry(440, "policy-violation"),
            Map.entry(480, "recipient-unavailable"),
            Map.entry(481, "item-not-found"),
            Map.entry(482, "not-acceptable"),
            Map.entry(483, "not-acceptable"),
            Map.entry(484, "item-not-found"),
            Map.entry(485, "item-not-found"),
            Map.entry(486, "recipient-unavailable"),
            Map.entry(487, "recipient-unavailable"),
            Map.entry(488, "not-acceptable"),
            Map.entry(489, "policy-violation"),
            Map.entry(491, "unexpected-request"),
            Map.entry(493, "bad-request"),
            Map.entry(500, "internal-server-error"),
            Map.entry(501, "feature-not-implemented"),
            Map.entry(502, "remote-server-not-found"),
            Map.entry(503, "internal-server-error"),
            Map.entry(504, "remote-server-timeout"),
            Map.entry(505, "not-acceptable"),
            Map.entry(513, "policy-violation"),
            Map.entry(600, "recipient-unavailable"),
            Map.entry(603, "recipient-unavailable"),
            Map.entry(604, "item-not-found"),
            Map.entry(606, "not-acceptable"));

    /** RFC 6120 8.3.3: the type that goes with each condition. */
    private static final Map<String, String> TYPE = Map.ofEntries(
            Map.entry("bad-request", "modify"),
            Map.entry("feature-not-implemented", "cancel"),
            Map.entry("forbidden", "auth"),
            Map.entry("gone", "cancel"),
            Map.entry("internal-server-error", "cancel"),
            Map.entry("item-not-found", "cancel"),
            Map.entry("jid-malformed", "modify"),
            Map.entry("not-acceptable", "modify"),
            Map.entry("not-authorized", "auth"),
            Map.entry("policy-violation", "modify"),
            Map.entry("recipient-unavailable", "wait"),
            Map.entry("redirect", "modify"),
            Map.entry("registration-required", "auth"),
            Map.entry("remote-server-not-found", "cancel"),
            Map.entry("remote-server-timeout", "wait"),
            Map.entry("resource-constraint", "wait"),
            Map.entry("service-unavailable", "cancel"),
            Map.entry("unexpected-request", "wait"));

    private ErrorMapping() {}

    /**
     * RFC 7247 7.1: from XMPP to SIP.
     *
     * @param fullJid whether the message was for one resource
     */
    static int toStatus(StanzaError error, boolean fullJid) {
        boolean later = error.type().equals("wait");
        int[] either = STATUS_FULL_BARE.get(error.condition());
        return switch (error.condition()) {
            // RFC 7247 7.1 (3)
            case "gone" -> error.redirect().isEmpty() ? 410 : 301;
            // RFC 7247 7.1 (4): 404 for one that does not exist, 408 for one that cannot be resolved now.
            case "remote-server-not-found" -> later ? 408 : 404;
            // 491 asks the sender to try again (RFC 3261 21.4.27).
            case "unexpected-request" -> later ? 491 : 400;
            default -> either != null ? either[fullJid ? 0 : 1] : STATUS.getOrDefault(error.condition(), 400);
        };
    }

    /**
     * The answer to an INVITE: of a full JID, where to is not known, and never 408 or 5xx. For an S-CSCF those are failures of ours (TS
     * 24.229 5.4.3), and it would call once more without us.
     */
    public static SipReply toInviteReply(StanzaError error) {
        SipReply reply = toReply(error, true, "");
        boolean ours = reply.status() == 408 || reply.status() / 100 == 5;
        return ours ? SipReply.refusal(480, words(error)) : reply;
    }

    /**
     * The same as a reply that says what XMPP said.
     *
     * @param contact where the user has gone, for 3xx; empty when that is unknown
     */
    public static SipReply toReply(StanzaError error, boolean fullJid, String contact) {
        int status = toStatus(error, fullJid);
        if (status / 100 == 3 && contact.isEmpty()) {
            // A redirection without a Contact tells nobody where to go (RFC 3261 8.1.3.4).
            status = 410;
        }
        if (status == 401 || status == 407) {
            // RFC 3261 22.1: these two demand a challenge, and we have no credentials to ask for. 403 says the same.
            status = 403;
        }
        SipReply reply = SipReply.refusal(status, words(error));
        if (status == 405) {
            reply = reply.with(new Header("Allow", "OPTIONS"));
        }
        return status / 100 == 3 ? reply.with(new Header("Contact", "<" + contact + ">")) : reply;
    }

    /** What XMPP said, for a person. */
    public static String words(StanzaError error) {
        return "XMPP: " + error.condition() + (error.text().isEmpty() ? "" : ", " + error.text());
    }

    /**
     * RFC 7247 7.2: from SIP to XMPP.
     *
     * @param redirect the new address for 3xx, as a URI, else empty
     */
    public static StanzaError toStanzaError(SipResponse response, String redirect) {
        String text = "SIP: " + response.status() + " " + response.reason()
                + (response.warning().isEmpty() ? "" : ", " + response.warning());
        String condition = condition(response.status());
        if (response.status() == 410) {
            // RFC 7247 7.2 (1): no new address here, whatever the response says.
            return error(condition, text);
        }
        boolean moved = response.status() / 100 == 3 && (condition.equals("gone") || condition.equals("redirect"));
        // Both need the new address: RFC 7247 7.2 (1), RFC 6120 8.3.3.14.
        return moved && redirect.isEmpty()
                ? error("recipient-unavailable", text)
                : error(condition, text, moved ? redirect : "");
    }

    /** The condition of a status of 300 or more; by its class when RFC 7247 does not name it. */
    public static String condition(int status) {
        String named = CONDITION.get(status);
        if (named != null) {
            return named;
        }
        return switch (status / 100) {
            case 3 -> "redirect";
            case 4 -> "bad-request";
            case 5 -> "internal-server-error";
            default -> "recipient-unavailable";
        };
    }

    /** An error of ours with the type that RFC 6120 gives it. */
    public static StanzaError error(String condition, String text) {
        return error(condition, text, "");
    }

    private static StanzaError error(String condition, String text, String redirect) {
        return new StanzaError(condition, TYPE.getOrDefault(condition, "cancel"), text, redirect);
    }
}
