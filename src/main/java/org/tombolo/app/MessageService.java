package org.tombolo.app;

import java.io.IOException;
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
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.component.ComponentStreams;

/** The interconnection gateway, messages and presence, and its streams to XMPP servers. */
record MessageService(
        InterconnectionGateway gateway, PresenceGateway presence, ComponentStreams streams, Tracking tracking) {
    private static final Duration FINISH = Duration.ofSeconds(5);

    static MessageService build(Foundation foundation, SipSide sip, Pictures pictures, Application.Closing closing)
            throws IOException {
        ScheduledExecutorService outbox = Executors.newSingleThreadScheduledExecutor(Threads.named("outbox"));
        closing.closing((AutoCloseable) outbox::shutdownNow);
        Tracking tracking = Tracking.build(foundation, closing);
        ComponentStreams streams = Components.streams(foundation);
        InterconnectionGateway gateway = new InterconnectionGateway(
                options(foundation.settings()),
                new InterconnectionGateway.Ports(
                        streams,
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
        closing.closing(streams);
        PresenceGateway presence = closing.closing(PresenceService.build(foundation, sip, streams, pictures, closing));
        return new MessageService(gateway, presence, streams, tracking);
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
                settings.components().stream()
                        .map(component -> new Domains.Component(
                                component.domain(), component.imsDomain(), DomainList.of(component.domains())))
                        .toList(),
                DomainList.of(settings.sip().domains()));
    }

    /**
     * Takes up presence, connects to the XMPP servers, and tries again what waits for phones.
     *
     * @param handler gets what comes from there
     */
    void open(XmppHandler handler) {
        gateway.open();
        presence.open();
        streams.start(handler);
    }
}
