package org.tombolo.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipRequest;

/**
 * Whose telephone number it is, as the S-CSCF tells when a user registers: P-Associated-URI (RFC 7315 4.1) names all her
 * identities. Safe for all threads.
 */
public final class AssociatedNumbers implements SipHandler {
    private static final int MOST = 200_000;
    /** Kamailio puts several identities between one pair of brackets: whatever parts them parts them. */
    private static final Pattern PARTS = Pattern.compile("[<>,\\s]+");

    private final SipHandler registrations;
    private final Map<TelNumber, SipAddress> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TelNumber, SipAddress> eldest) {
            return size() > MOST;
        }
    };

    /** @param registrations what answers the REGISTER */
    public AssociatedNumbers(SipHandler registrations) {
        this.registrations = registrations;
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest register = request.message();
        if (register.trusted()) {
            note(register.headers("P-Associated-URI").stream()
                    .flatMap(PARTS::splitAsStream)
                    .toList());
        }
        registrations.handle(request);
    }

    private void note(List<String> identities) {
        // A sip URI that is a number (user=phone) names nobody better than the number does.
        Optional<SipAddress> owner = identities.stream()
                .filter(identity -> TelNumber.parse(identity).isEmpty())
                .flatMap(identity -> SipAddress.parse(identity).stream())
                .map(SipAddress::bare)
                .findFirst();
        synchronized (owners) {
            owner.ifPresent(user -> identities.stream()
                    .flatMap(identity -> TelNumber.parse(identity).stream())
                    .forEach(number -> owners.put(number, user)));
        }
    }

    /** Whose number it is; empty when nobody registered with it. */
    public Optional<SipAddress> owner(TelNumber number) {
        synchronized (owners) {
            return Optional.ofNullable(owners.get(number));
        }
    }
}
