package org.tombolo.routing;

import java.util.List;
import java.util.function.Function;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** Sends a request that no gateway wants on its way, so that we never break the subscriber's own call. */
public final class Onward implements SipHandler {
    private static final Header ALLOW =
            new Header("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, SUBSCRIBE, NOTIFY, PUBLISH");

    private final Function<String, List<String>> contacts;
    private final String domain;

    /**
     * @param contacts where a user of ours is registered, for standalone mode; nothing behind an IMS core
     * @param domain the domain of our users
     */
    public Onward(Function<String, List<String>> contacts, String domain) {
        this.contacts = contacts;
        this.domain = domain;
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest message = request.message();
        if (message.isc().continues()) {
            // TS 24.229 5.7.3: over the Route that the S-CSCF left, its original-dialog token untouched.
            request.proceed();
            return;
        }
        if (message.header("Route").isPresent() && !message.trusted()) {
            request.reply(SipReply.refusal(403, "we relay for the IMS core only"));
            return;
        }
        List<String> targets = contacts.apply(message.requestUri());
        if (!targets.isEmpty()) {
            request.forward(targets);
        } else if (message.method().equals("OPTIONS")) {
            // RFC 3261 11.2
            request.reply(SipReply.of(200).with(ALLOW).with(new Header("Accept", "application/sdp, text/plain")));
        } else {
            request.reply(refusal(message));
        }
    }

    private SipReply refusal(SipRequest message) {
        boolean ours = message.requestUri().toLowerCase(java.util.Locale.ROOT).contains("@" + domain)
                || message.requestUri().startsWith("tel:");
        return switch (message.method()) {
            case "INVITE", "MESSAGE" ->
                ours
                        ? SipReply.refusal(480, message.requestUri() + " is not registered")
                        : SipReply.refusal(404, message.requestUri() + " is nobody we know");
            // RFC 6665 4.1.3: a NOTIFY that belongs to no subscription of ours, such as one of an earlier process.
            case "NOTIFY" -> SipReply.refusal(481, "nobody here has subscribed");
            // RFC 3261 8.2.1: what we do not serve, with what we do.
            default -> SipReply.of(405).with(ALLOW);
        };
    }
}
