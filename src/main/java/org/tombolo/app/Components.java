package org.tombolo.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.config.Settings;
import org.tombolo.tls.TrustedAuthorities;
import org.tombolo.web.health.Health;
import org.tombolo.xmpp.LinkStatus;
import org.tombolo.xmpp.component.ComponentSettings;
import org.tombolo.xmpp.component.ComponentStreams;

/** Our components of XMPP servers. */
final class Components {
    private Components() {}

    static ComponentStreams streams(Foundation foundation) throws IOException {
        List<ComponentSettings> components = new ArrayList<>();
        for (Settings.Xmpp xmpp : foundation.settings().components()) {
            String secret = xmpp.secret().isEmpty() ? foundation.accounts().componentSecret() : xmpp.secret();
            components.add(new ComponentSettings(
                    xmpp.host(), xmpp.port(), xmpp.domain(), secret, xmpp.serverDomain(), tls(xmpp)));
        }
        ComponentStreams streams = new ComponentStreams(components, foundation.random(), System::nanoTime);
        streams.status()
                .keySet()
                .forEach(domain -> foundation
                        .metrics()
                        .gauge("tombolo_xmpp_up", () -> streams.isUp(domain) ? 1 : 0, "domain", domain));
        return streams;
    }

    private static Optional<ComponentSettings.Tls> tls(Settings.Xmpp xmpp) throws IOException {
        if (xmpp.tls().isEmpty()) {
            return Optional.empty();
        }
        Settings.XmppTls tls = xmpp.tls().get();
        return Optional.of(new ComponentSettings.Tls(TrustedAuthorities.context(tls.ca()), tls.name()));
    }

    /** One for each component: {@code xmpp} for the first, {@code xmpp:DOMAIN} for another. */
    static List<Health.Check> checks(ComponentStreams streams) {
        List<Health.Check> checks = new ArrayList<>();
        for (String domain : streams.status().keySet()) {
            String name = checks.isEmpty() ? "xmpp" : "xmpp:" + domain;
            checks.add(new Health.Check(name, () -> state(streams.status(), domain)));
        }
        return checks;
    }

    private static Health.State state(Map<String, LinkStatus> all, String domain) {
        LinkStatus status = all.get(domain);
        return status != null && status.state() == LinkStatus.State.UP
                ? Health.State.up(status.words())
                : Health.State.degraded((status == null ? domain : status.words()) + "; messages wait in the outbox");
    }
}
