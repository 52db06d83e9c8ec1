package org.tombolo.sip.servlet;

import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import org.tombolo.sip.IscContext;
import org.tombolo.sip.IscContext.SessionCase;

/** Reads what the S-CSCF says of a request (3GPP TS 24.229 5.7.1). */
final class IscReader {
    private IscReader() {}

    static IscContext read(SipServletRequest request, boolean trusted) {
        String served = trusted
                ? Optional.ofNullable(request.getHeader("P-Served-User")).orElse("")
                : "";
        return new IscContext(
                sessionCase(request, served),
                uri(served),
                !served.toLowerCase(Locale.ROOT).contains("regstate=unreg"),
                // From a stranger a Route is no original-dialog token: we relay for nobody (RFC 3325 5).
                trusted && request.getHeader("Route") != null,
                application(request));
    }

    // TS 24.229 5.7.1.4: "sescase" of P-Served-User (RFC 5502 6), else the "orig" parameter of our own Route entry.
    private static Optional<SessionCase> sessionCase(SipServletRequest request, String served) {
        String lower = served.toLowerCase(Locale.ROOT);
        if (lower.contains("sescase=orig")) {
            return Optional.of(SessionCase.ORIGINATING);
        }
        if (lower.contains("sescase=term")) {
            return Optional.of(SessionCase.TERMINATING);
        }
        return popped(request, "orig").map(any -> SessionCase.ORIGINATING);
    }

    private static String uri(String nameAddress) {
        int open = nameAddress.indexOf('<');
        int close = nameAddress.indexOf('>', open + 1);
        return open >= 0 && close > open ? nameAddress.substring(open + 1, close) : "";
    }

    private static String application(SipServletRequest request) {
        return popped(request, "app")
                .or(() -> Optional.ofNullable(request.getRequestURI().getParameter("app")))
                .orElse("");
    }

    private static Optional<String> popped(SipServletRequest request, String parameter) {
        Address route = request.getInitialPoppedRoute();
        return route == null
                ? Optional.empty()
                : Optional.ofNullable(route.getURI().getParameter(parameter));
    }
}
