package org.tombolo.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private final Map<SipAddress, Instant> messages = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SipAddress, Instant> eldest) {
            return size() > MOST_USERS;
        }
    };

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
        synchronized (messages) {
            if (seconds == 0) {
                messages.remove(user);
            } else if (original.filter(body -> takesMessages(body.text())).isPresent()) {
                messages.put(user, clock.instant().plusSeconds(Math.min(seconds, MOST_SECONDS)));
            }
        }
    }

    private static boolean takesMessages(String register) {
        return register.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line ->
                        line.regionMatches(true, 0, "Contact:", 0, 8) || line.regionMatches(true, 0, "m:", 0, 2))
                .flatMap(line ->
                        Arrays.stream(line.substring(line.indexOf(':') + 1).split(",")))
                .anyMatch(value -> Contact.read(value.trim())
                        .filter(Contact.Asked::messages)
                        .isPresent());
    }

    /** Whether a phone of the user takes sessions of messages. */
    public boolean takesMessages(Optional<SipAddress> user) {
        synchronized (messages) {
            return user.map(messages::get)
                    .filter(end -> end.isAfter(clock.instant()))
                    .isPresent();
        }
    }
}
