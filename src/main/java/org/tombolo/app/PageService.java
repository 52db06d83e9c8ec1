package org.tombolo.app;

import java.time.Duration;
import java.util.Optional;
import org.tombolo.config.Settings;
import org.tombolo.gateway.convergence.MediaPlane;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.gateway.convergence.browser.Permit;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.identity.Address;
import org.tombolo.identity.WebUser;

/** Calls of phones with the portal's pages. */
final class PageService {
    /** Phones send no silence when they are told to detect it (RFC 3389), but something now and then. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private PageService() {}

    static BrowserCalls build(
            Foundation foundation, SipSide sip, CallGuard guard, MediaPlane media, Application.Closing closing) {
        Settings settings = foundation.settings();
        BrowserCalls calls = new BrowserCalls(
                new BrowserCalls.Options(
                        settings.network().publicHost(),
                        settings.sip().imsDomain(),
                        settings.media().browserCalls(),
                        settings.calls().ringTimeout(),
                        SILENCE),
                new BrowserCalls.Ports(
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        foundation.associations(),
                        new Guarded(guard),
                        media.receiver(),
                        media.webrtc(),
                        media.transcoder(),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()));
        // Both sides are told when we stop.
        closing.closing((AutoCloseable) calls::endAll);
        return calls;
    }

    /** What keeps third-party calls from being abused keeps these as well. */
    private record Guarded(CallGuard guard) implements Permit {
        @Override
        public Optional<String> begin(WebUser user, Address from, Address to) {
            return guard.numbers(from, to)
                    .or(() -> guard.begin(user.text(), from, to))
                    .map(verdict -> switch (verdict) {
                        case CALLER -> "your number may not be used for calls from the Web";
                        case CALLEE -> "this number may not be called from the Web";
                        case QUOTA -> "you have had your share of calls for today, or are in another one";
                        case TOO_FAST -> "too many calls in a short time; wait a minute";
                    });
        }

        @Override
        public void over(WebUser user) {
            guard.over(user.text());
        }
    }
}
