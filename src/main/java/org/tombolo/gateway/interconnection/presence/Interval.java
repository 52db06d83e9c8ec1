package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** How long a SUBSCRIBE or PUBLISH asks for, and what it gets (RFC 6665 4.2.1.1, RFC 3903 6). */
public sealed interface Interval {
    /** RFC 3856 6.4. */
    long USUAL = 3600;

    long LEAST = 60;

    /**
     * What it gets.
     *
     * @param seconds 0 for "now and never again"
     */
    record Granted(long seconds) implements Interval {}

    /** It asks for less than is worth the effort. */
    record TooBrief(SipReply reply) implements Interval {}

    /** Reads what a request asks for. */
    static Interval of(SipRequest request) {
        Optional<String> expires = request.header("Expires").map(String::trim);
        long asked = expires.filter(e -> e.matches("[0-9]{1,10}"))
                .map(Long::parseLong)
                .orElse(USUAL);
        if (asked > 0 && asked < LEAST) {
            return new TooBrief(SipReply.of(423).with(new Header("Min-Expires", Long.toString(LEAST))));
        }
        return new Granted(Math.min(asked, USUAL));
    }
}
