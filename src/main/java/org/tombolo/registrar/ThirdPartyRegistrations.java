package org.tombolo.registrar;

import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;

/**
 * Answers the REGISTER by which the S-CSCF tells us that a user came or left (3GPP TS 24.229 5.7.1.1). A refusal could
 * make the S-CSCF deregister the user (5.4.1.7), so a trusted peer always gets 200.
 */
public final class ThirdPartyRegistrations implements SipHandler {

    @Override
    public void handle(IncomingRequest request) {
        if (!request.message().trusted()) {
            request.reply(SipReply.refusal(403, "users register at the IMS core"));
            return;
        }
        SipReply reply = SipReply.of(200);
        request.reply(request.message()
                .header("Expires")
                .map(expires -> reply.with(new Header("Expires", expires)))
                .orElse(reply));
    }
}
