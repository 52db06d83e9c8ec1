package org.tombolo.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.Body;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipRequest;

/**
 * What the phones of IMS users can do, as the REGISTER that the S-CSCF passes on says (3GPP TS 24.229 5.7.1.1: the user's own
 * REGISTER is its body). Feature tags are taken from there, because those without a value can vanish on other ways.
 */
public final class PhoneFeatures implements SipHandler {
    private static final String ORIGINAL = "message/sip";
    private static final int MOST_USERS = 200_000;
    private static final long MOST_SECONDS = 7 * 24 * 3600;

    private final SipHandler registrations;
    private final Clock clock;
    private final Map<SipAddress, Announced> announced = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SipAddress, Announced> eldest) {
            return size() > MOST_USERS;
        }
    };

    private record Announced(Set<Feature> features, Instant until) {}

    /** @param registrations what answers the REGISTER */
    public PhoneFeatures(SipHandler registrations, Clock clock) {
        this.registrations = registrations;
        this.clock = clock;
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest register = request.message();
        Optional<SipAddress> user = SipAddress.parse(register.to()).map(SipAddress::bare);
        if (register.trusted() && user.isPresent()) {
            note(user.get(), register);
        }
        registrations.handle(request);
    }

    private void note(SipAddress user, SipRequest register) {
        Optional<Body> original = register.body().filter(body -> body.is(ORIGINAL));
        long seconds = register.header("Expires")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
        Set<Feature> features = original.map(body -> features(body.text())).orElse(Set.of());
        synchronized (announced) {
            if (seconds == 0) {
                announced.remove(user);
            } else if (!features.isEmpty()) {
                Instant until = clock.instant().plusSeconds(Math.min(seconds, MOST_SECONDS));
                announced.put(user, new Announced(features, until));
            }
        }
    }

    private static Set<Feature> features(String register) {
        return register.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line ->
                        line.regionMatches(true, 0, "Contact:", 0, 8) || line.regionMatches(true, 0, "m:", 0, 2))
                .flatMap(line -> Contact.values(line.substring(line.indexOf(':') + 1)).stream())
                .flatMap(value -> Contact.read(value).stream())
                .flatMap(contact -> contact.features().stream())
                .collect(Collectors.toSet());
    }

    /** Whether a phone of the user has announced something. */
    public boolean has(Optional<SipAddress> user, Feature feature) {
        synchronized (announced) {
            return user.map(announced::get)
                    .filter(a ->
                            a.until().isAfter(clock.instant()) && a.features().contains(feature))
                    .isPresent();
        }
    }
}
