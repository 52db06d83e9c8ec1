package org.tombolo.app;

import java.time.Duration;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.conference.ConferenceGateway;
import org.tombolo.gateway.interconnection.room.RoomGateway;
import org.tombolo.identity.DomainList;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.Feature;
import org.tombolo.xmpp.XmppHandler;

/** IMS users in XMPP rooms, and XMPP users in conferences of the IMS. */
final class RoomService {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private RoomService() {}

    /** What comes from the XMPP server goes here first. */
    static ConferenceGateway conferences(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            MessageService messages,
            RoomGateway rooms,
            Application.Closing closing) {
        return closing.closing(new ConferenceGateway(
                new ConferenceGateway.Ports(
                        messages.streams(),
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        msrp,
                        addresses(foundation),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()),
                PATIENCE,
                rooms));
    }

    private static AddressMapping addresses(Foundation foundation) {
        return new AddressMapping(MessageService.domains(foundation.settings()), foundation.associations());
    }

    /**
     * Rooms, before everything else that XMPP users send.
     *
     * @param others get what is of no room
     */
    static RoomGateway build(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            MessageService messages,
            ChatService chats,
            XmppHandler others,
            Application.Closing closing) {
        Settings settings = foundation.settings();
        return closing.closing(new RoomGateway(
                new RoomGateway.Options(
                        DomainList.of(settings.rooms().domains()),
                        settings.rooms().history(),
                        settings.msrp().chatRing()),
                new RoomGateway.Ports(
                        messages.streams(),
                        sip.stack().calls(),
                        sip.stack().subscriptions(),
                        sip.stack().sessions(),
                        msrp,
                        addresses(foundation),
                        uri -> chats.phones().test(uri, Feature.MESSAGES),
                        foundation.threads().timers(),
                        foundation.threads().work(),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()),
                others));
    }
}
