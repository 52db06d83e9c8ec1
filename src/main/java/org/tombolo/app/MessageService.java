package org.tombolo.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.Domains;
import org.tombolo.gateway.interconnection.InterconnectionGateway;
import org.tombolo.gateway.interconnection.presence.Pictures;
import org.tombolo.gateway.interconnection.presence.PresenceGateway;
import org.tombolo.html.jsoup.JsoupSanitizer;
import org.tombolo.identity.DomainList;
import org.tombolo.store.jdbc.JdbcOutbox;
import org.tombolo.store.jdbc.JdbcSipOutbox;
import org.tombolo.xmpp.LinkStatus;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.component.ComponentSettings;
import org.tombolo.xmpp.component.ComponentStream;

/** The interconnection gateway, messages and presence, and its stream to the XMPP server. */
record MessageService(
        InterconnectionGateway gateway, PresenceGateway presence, ComponentStream stream, Tracking tracking) {
    private static final Duration FINISH = Duration.ofSeconds(5);

    static MessageService build(Foundation foundation, SipSide sip, Pictures pictures, Application.Closing closing) {
        Settings.Xmpp xmpp = foundation.settings().xmpp();
        ScheduledExecutorService outbox = Executors.newSingleThreadScheduledExecutor(Threads.named("outbox"));
        closing.closing((AutoCloseable) outbox::shutdownNow);
        Tracking tracking = Tracking.build(foundation, closing);
        ComponentStream stream = new ComponentStream(
                new ComponentSettings(
                        xmpp.host(),
                        xmpp.port(),
                        xmpp.domain(),
                        foundation.accounts().componentSecret(),
                        xmpp.serverDomain()),
                foundation.random(),
                System::nanoTime);
        InterconnectionGateway gateway = new InterconnectionGateway(
                options(foundation.settings()),
                new InterconnectionGateway.Ports(
                        stream,
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        foundation.associations(),
                        new JdbcOutbox(foundation.database().jdbi()),
                        new JdbcSipOutbox(foundation.database().jdbi()),
                        outbox,
                        new JsoupSanitizer(),
                        tracking.tracker(),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()));
        sip.whenRegistered(gateway::registered);
        // Closed in the reverse order: the stream gives up what is in flight, and that is stored and answered.
        closing.closing((AutoCloseable) () -> gateway.finish(FINISH));
        closing.closing(stream);
        PresenceGateway presence = closing.closing(PresenceService.build(foundation, sip, stream, pictures, closing));
        return new MessageService(gateway, presence, stream, tracking);
    }

    private static InterconnectionGateway.Options options(Settings settings) {
        return new InterconnectionGateway.Options(
                domains(settings),
                settings.messages().outboxLimit(),
                settings.messages().expiry(),
                settings.messages().retry(),
                settings.messages().hold(),
                settings.messages().type());
    }

    /** The domains between which addresses are mapped. */
    static Domains domains(Settings settings) {
        return new Domains(
                settings.sip().imsDomain(),
                settings.xmpp().domain(),
                DomainList.of(settings.xmpp().domains()),
                DomainList.of(settings.sip().domains()));
    }

    /**
     * Takes up presence, connects to the XMPP server, and tries again what waits for phones.
     *
     * @param handler gets what comes from there
     */
    void open(XmppHandler handler) {
        gateway.open();
        presence.open();
        stream.start(handler);
    }

    LinkStatus status() {
        return stream.status();
    }
}
