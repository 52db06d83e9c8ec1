package org.tombolo.registrar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** Answers REGISTER in standalone mode (RFC 3261 10.3). */
public final class Registrar {
    private static final long DEFAULT_EXPIRES = 3600;
    private static final long MIN_EXPIRES = 30;

    private final Location location;
    private final String domain;
    private final Digest digest;
    private final RegistrationEvents events;
    private final Clock clock;

    /**
     * @param domain our users' domain, also the realm
     * @param passwords the password of an address of record such as {@code alice@ims.localhost}
     * @param secret random key for nonces
     * @param events told of each registration
     */
    public Registrar(
            Location location,
            String domain,
            Function<String, Optional<String>> passwords,
            byte[] secret,
            RegistrationEvents events,
            Clock clock) {
        this.location = location;
        this.domain = domain;
        // Softphones give the user part or the whole address as the user name; both mean the same account.
        this.digest = new Digest(domain, name -> passwords.apply(address(name, domain)), secret, clock);
        this.events = events;
        this.clock = clock;
    }

    /** What tells our users by their passwords, in other protocols, too (GSMA RCC.07: files, by HTTP). */
    public Digest digest() {
        return digest;
    }

    /** Answers a REGISTER. */
    public void register(IncomingRequest incoming) {
        SipRequest request = incoming.message();
        Optional<SipAddress> user =
                SipAddress.parse(request.to()).filter(address -> address.host().equals(domain));
        if (user.isEmpty()) {
            // RFC 3261 10.3 step 5
            incoming.reply(SipReply.refusal(404, request.to() + " is no user of " + domain));
            return;
        }
        String authorization = request.header("Authorization").orElse("");
        Digest.Result result = digest.check("REGISTER", authorization);
        if (result instanceof Digest.Result.Ask ask) {
            incoming.reply(SipReply.of(401).with(new Header("WWW-Authenticate", ask.challenge())));
        } else if (result instanceof Digest.Result.Good good
                && address(good.username(), domain).equals(user.get().user() + "@" + domain)) {
            SipAddress registering = user.get().bare();
            incoming.reply(bind(request, registering));
            // After the answer: a phone expects nothing before.
            if (!location.bound(registering).isEmpty()) {
                location.identities(registering).forEach(events::registered);
            }
        } else {
            incoming.reply(SipReply.refusal(403, "wrong user name or password"));
        }
    }

    private static String address(String name, String domain) {
        return name.contains("@") ? name : name + "@" + domain;
    }

    private SipReply bind(SipRequest request, SipAddress user) {
        Optional<Long> general =
                request.header("Expires").filter(v -> v.matches("[0-9]{1,9}")).map(Long::valueOf);
        List<String> values = request.headers("Contact").stream()
                .flatMap(header -> Contact.values(header).stream())
                .toList();
        if (values.equals(List.of("*"))) {
            location.clear(user);
            return answer(List.of());
        }
        List<Contact.Asked> asked = new ArrayList<>();
        for (String value : values) {
            Optional<Contact.Asked> contact = Contact.read(value);
            if (contact.isEmpty()) {
                return SipReply.refusal(400, "a Contact that is no SIP URI: " + value);
            }
            asked.add(contact.get());
        }
        for (Contact.Asked contact : asked) {
            long seconds = contact.expiresSeconds().or(() -> general).orElse(DEFAULT_EXPIRES);
            if (seconds > 0 && seconds < MIN_EXPIRES) {
                // RFC 3261 10.3 step 7
                return SipReply.of(423).with(new Header("Min-Expires", Long.toString(MIN_EXPIRES)));
            }
        }
        Instant now = clock.instant();
        for (Contact.Asked contact : asked) {
            long seconds =
                    Math.min(contact.expiresSeconds().or(() -> general).orElse(DEFAULT_EXPIRES), DEFAULT_EXPIRES);
            location.bind(user, new Contact(contact.uri(), now.plusSeconds(seconds), contact.features()));
        }
        return answer(location.bound(user));
    }

    private SipReply answer(List<Contact> bound) {
        SipReply reply = SipReply.of(200);
        for (Contact contact : bound) {
            long left = Math.max(
                    0, Duration.between(clock.instant(), contact.expires()).toSeconds());
            reply = reply.with(new Header("Contact", "<" + contact.uri() + ">;expires=" + left));
        }
        return reply;
    }
}
