package org.tombolo.app;

import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.room.RoomGateway;
import org.tombolo.identity.DomainList;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.Feature;
import org.tombolo.xmpp.XmppHandler;

/** IMS users in XMPP rooms. */
final class RoomService {
    private RoomService() {}

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
                        messages.stream(),
                        sip.stack().calls(),
                        sip.stack().subscriptions(),
                        sip.stack().sessions(),
                        msrp,
                        new AddressMapping(MessageService.domains(settings), foundation.associations()),
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
