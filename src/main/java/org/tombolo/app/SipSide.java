package org.tombolo.app;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.servlet.ServletContext;
import org.tombolo.config.Settings;
import org.tombolo.identity.SipAddress;
import org.tombolo.registrar.DemoUsers;
import org.tombolo.registrar.ImsCore;
import org.tombolo.registrar.Location;
import org.tombolo.registrar.Registrar;
import org.tombolo.registrar.RegistrationEvents;
import org.tombolo.registrar.ThirdPartyRegistrations;
import org.tombolo.routing.Onward;
import org.tombolo.sip.Destinations;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.servlet.SipStack;
import org.tombolo.sip.servlet.TrustedPeers;

/**
 * The container's SIP, and how users are found: by our own registrar in standalone mode, else by the IMS core.
 *
 * @param location where standalone users are registered; nobody is, behind an IMS core
 * @param registrar present in standalone mode
 */
record SipSide(
        SipStack stack, Location location, Optional<Registrar> registrar, Onward onward, RegistrationEvents events) {
    private static final int NONCE_KEY_BYTES = 32;

    static SipSide build(Foundation foundation, ServletContext context) {
        Settings settings = foundation.settings();
        String domain = settings.sip().imsDomain();
        Location location = new Location(
                settings.standalone() ? DemoUsers.numbers(domain) : Map.of(),
                user -> user.host().equals(domain)
                        && foundation
                                .accounts()
                                .password(user.user() + "@" + domain)
                                .isPresent(),
                foundation.clock());
        RegistrationEvents events = new RegistrationEvents();
        Destinations destinations =
                settings.sip().outboundProxy().<Destinations>map(ImsCore::new).orElse(location);
        SipStack stack = new SipStack(
                context,
                new TrustedPeers(settings.sip().trustedPeers(), settings.standalone()),
                destinations,
                foundation.threads().work(),
                foundation.threads().timers(),
                foundation.trace(),
                foundation.metrics(),
                foundation.clock());
        foundation.metrics().gauge("tombolo_sip_sessions", stack.sessions()::count);
        context.setAttribute(SipStack.ATTRIBUTE, stack);
        return new SipSide(
                stack,
                location,
                registrar(foundation, location, events),
                new Onward(location::targets, domain),
                events);
    }

    private static Optional<Registrar> registrar(Foundation foundation, Location location, RegistrationEvents events) {
        if (!foundation.settings().standalone()) {
            return Optional.empty();
        }
        byte[] key = new byte[NONCE_KEY_BYTES];
        foundation.random().nextBytes(key);
        return Optional.of(new Registrar(
                location,
                foundation.settings().sip().imsDomain(),
                foundation.accounts()::password,
                key,
                events,
                foundation.clock()));
    }

    /** @param listener gets the URI of each user who registers */
    void whenRegistered(Consumer<String> listener) {
        events.listen(listener);
    }

    /** What answers REGISTER. */
    SipHandler registrations() {
        return registrar.<SipHandler>map(r -> r::register).orElseGet(() -> new ThirdPartyRegistrations(events));
    }

    /** Whether SIP can be reached from this machine only. */
    boolean onLoopbackOnly() {
        return stack.interfaces().stream().allMatch(SipSide::isLoopback);
    }

    private static boolean isLoopback(String uri) {
        return SipAddress.parse(uri)
                .map(SipAddress::host)
                .filter(host -> host.equals("localhost") || TrustedPeers.isLoopback(host))
                .isPresent();
    }
}
