package org.tombolo.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.presence.PresenceGateway;
import org.tombolo.store.jdbc.JdbcPresence;
import org.tombolo.xmpp.XmppLink;

/** Presence between IMS and XMPP. */
final class PresenceService {
    private PresenceService() {}

    static PresenceGateway build(Foundation foundation, SipSide sip, XmppLink link, Application.Closing closing) {
        ScheduledExecutorService store = Executors.newSingleThreadScheduledExecutor(Threads.named("presence"));
        closing.closing((AutoCloseable) store::shutdownNow);
        Settings settings = foundation.settings();
        return new PresenceGateway(
                new PresenceGateway.Options(
                        settings.presence().most(), settings.presence().each()),
                link,
                sip.stack().subscriptions(),
                new AddressMapping(MessageService.domains(settings), foundation.associations()),
                new JdbcPresence(foundation.database().jdbi()),
                foundation.threads().timers(),
                foundation.threads().work(),
                store,
                foundation.random(),
                foundation.trace(),
                foundation.metrics(),
                foundation.clock());
    }
}
