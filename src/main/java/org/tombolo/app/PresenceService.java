package org.tombolo.app;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.presence.OwnUsers;
import org.tombolo.gateway.interconnection.presence.Pictures;
import org.tombolo.gateway.interconnection.presence.PresenceGateway;
import org.tombolo.identity.SipAddress;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.xcap.Policies;
import org.tombolo.presence.xcap.XcapClient;
import org.tombolo.presence.xcap.XcapPolicies;
import org.tombolo.registrar.DemoUsers;
import org.tombolo.store.jdbc.JdbcPresence;
import org.tombolo.xmpp.VCards;
import org.tombolo.xmpp.component.ComponentStreams;

/** Presence between IMS and XMPP. */
final class PresenceService {
    private PresenceService() {}

    static PresenceGateway build(
            Foundation foundation, SipSide sip, ComponentStreams link, Pictures pictures, Application.Closing closing) {
        ScheduledExecutorService store = Executors.newSingleThreadScheduledExecutor(Threads.named("presence"));
        closing.closing((AutoCloseable) store::shutdownNow);
        Settings settings = foundation.settings();
        return new PresenceGateway(
                new PresenceGateway.Options(
                        settings.presence().most(),
                        settings.presence().each(),
                        SipAddress.of(
                                settings.presence().listUser(), settings.sip().imsDomain())),
                link,
                sip.stack().subscriptions(),
                new AddressMapping(MessageService.domains(settings), foundation.associations()),
                new JdbcPresence(foundation.database().jdbi()),
                ownUsers(foundation, sip),
                new VCards(link),
                pictures,
                foundation.threads().timers(),
                foundation.threads().work(),
                store,
                foundation.random(),
                foundation.trace(),
                foundation.metrics(),
                foundation.clock());
    }

    /** In standalone mode there is no presence server but us. */
    private static Optional<OwnUsers> ownUsers(Foundation foundation, SipSide sip) {
        Settings settings = foundation.settings();
        Set<SipAddress> known =
                Set.copyOf(DemoUsers.numbers(settings.sip().imsDomain()).values());
        return settings.standalone()
                ? Optional.of(
                        new OwnUsers(uri -> sip.location().user(uri).filter(known::contains), policies(foundation)))
                : Optional.empty();
    }

    private static Policies policies(Foundation foundation) {
        Settings.Presence presence = foundation.settings().presence();
        Permission otherwise = presence.unlisted().equals("allow") ? Permission.EVERYTHING : Permission.UNDECIDED;
        return presence.xcapRoot()
                .<Policies>map(root -> new XcapPolicies(
                        new XcapClient(root, foundation.threads().work()),
                        new XcapPolicies.Options(presence.rulesDocument(), presence.rulesAge(), otherwise),
                        foundation.clock()))
                .orElse(Policies.fixed(otherwise));
    }
}
