package org.tombolo.registrar;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.tombolo.identity.Address;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/**
 * Answers the REGISTER by which the S-CSCF tells us that a user came or left (3GPP TS 24.229 5.7.1.1). A refusal could
 * make the S-CSCF deregister the user (5.4.1.7), so a trusted peer always gets 200.
 */
public final class ThirdPartyRegistrations implements SipHandler {
    private final RegistrationEvents events;

    public ThirdPartyRegistrations(RegistrationEvents events) {
        this.events = events;
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest message = request.message();
        if (!message.trusted()) {
            request.reply(SipReply.refusal(403, "users register at the IMS core"));
            return;
        }
        SipReply reply = SipReply.of(200);
        Optional<String> expires = message.header("Expires");
        Set<String> identities = expires.filter("0"::equals).isPresent() ? Set.of() : identities(message);
        request.reply(
                expires.map(time -> reply.with(new Header("Expires", time))).orElse(reply));
        identities.forEach(events::registered);
    }

    /** To, and what is registered with it. Some cores write several URIs into one pair of brackets. */
    private static Set<String> identities(SipRequest message) {
        Set<String> identities = new LinkedHashSet<>();
        SipAddress.parse(message.to()).map(SipAddress::bare).map(Address::text).ifPresent(identities::add);
        message.headers("P-Associated-URI").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(uri -> uri.replaceAll("[<>]", "").trim())
                .flatMap(uri -> identity(uri).stream())
                .forEach(identities::add);
        return identities;
    }

    private static Optional<String> identity(String uri) {
        Optional<String> number = TelNumber.parse(uri).map(Address::text);
        return number.isPresent()
                ? number
                : SipAddress.parse(uri).map(SipAddress::bare).map(Address::text);
    }
}
