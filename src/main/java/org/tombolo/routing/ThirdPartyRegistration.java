package org.tombolo.routing;

import java.util.Optional;
import java.util.function.Predicate;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/**
 * What the S-CSCF tells us when a user registers or leaves (TS 24.229 5.4.1.7). Nothing of ours depends on it yet, but it
 * is answered: the S-CSCF may count a refusal as a failed application server and throw the user out.
 */
public final class ThirdPartyRegistration implements SipHandler, Predicate<SipRequest> {

    @Override
    public boolean test(SipRequest request) {
        // TS 24.229 table 5.4.1.7.1: a third-party REGISTER carries the event package of RFC 3680.
        return request.method().equals("REGISTER")
                && request.header("Event")
                        .filter(e -> e.equalsIgnoreCase("registration"))
                        .isPresent();
    }

    @Override
    public void handle(IncomingRequest request) {
        Optional<String> expires = request.message().header("Expires");
        SipReply ok = SipReply.of(200);
        request.reply(expires.map(e -> ok.with(new Header("Expires", e))).orElse(ok));
    }
}
