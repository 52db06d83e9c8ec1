package org.tombolo.sip.servlet;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.tombolo.sip.Destinations;
import org.tombolo.sip.Destinations.Destination;
import org.tombolo.sip.Header;
import org.tombolo.sip.Privacy;

/** Makes the requests that start something, and knows where they go. */
final class OutgoingRequests {
    private final Supplier<SipFactory> factory;
    private final Destinations destinations;
    private final String servletName;

    OutgoingRequests(Supplier<SipFactory> factory, Destinations destinations, String servletName) {
        this.factory = factory;
        this.destinations = destinations;
        this.servletName = servletName;
    }

    Optional<Destination> destination(String to) {
        return destinations.find(to);
    }

    /** Whether a user to whom there is no way now may be found later. */
    boolean knows(String to) {
        return destinations.knows(to);
    }

    SipServletRequest create(
            ServletSession session,
            String method,
            String from,
            String to,
            Destination destination,
            List<Header> headers)
            throws ServletException {
        SipServletRequest request =
                factory.get().createRequest(session.application(), method, shown(from, headers), address(to));
        request.setRequestURI(factory.get().createURI(destination.requestUri()));
        if (destination.route().isPresent()) {
            SipURI route = (SipURI) factory.get().createURI(destination.route().get());
            route.setLrParam(true);
            request.pushRoute(route);
            // RFC 3325 5: towards the trust domain we assert who this is from.
            request.addHeader("P-Asserted-Identity", "<" + from + ">");
        }
        request.getSession().setHandler(servletName);
        return SipMessages.withHeaders(request, headers);
    }

    // RFC 3323 4.1.1.3
    private Address shown(String from, List<Header> headers) throws ServletParseException {
        boolean hidden = headers.stream()
                .filter(h -> h.name().equals("Privacy"))
                .anyMatch(h -> Privacy.parse(List.of(h.value())).anonymous());
        return hidden ? factory.get().createAddress("\"Anonymous\" <sip:anonymous@anonymous.invalid>") : address(from);
    }

    private Address address(String uri) throws ServletParseException {
        return factory.get().createAddress(factory.get().createURI(uri));
    }
}
