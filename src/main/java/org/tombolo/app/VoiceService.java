package org.tombolo.app;

import org.tombolo.config.Settings;
import org.tombolo.gateway.convergence.MediaPlane;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.call.CallGateway;

/** Calls between IMS and XMPP. */
final class VoiceService {
    private VoiceService() {}

    static CallGateway build(
            Foundation foundation,
            SipSide sip,
            MessageService messages,
            MediaPlane media,
            Application.Closing closing) {
        Settings settings = foundation.settings();
        CallGateway gateway = new CallGateway(
                new CallGateway.Options(
                        settings.network().publicHost(),
                        settings.calls().jingleMost(),
                        settings.calls().ringTimeout(),
                        settings.calls().silence()),
                new CallGateway.Ports(
                        messages.streams(),
                        messages.streams(),
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        new AddressMapping(MessageService.domains(settings), foundation.associations()),
                        media.receiver(),
                        media.webrtc(),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()));
        // Both sides are told when we stop.
        closing.closing((AutoCloseable) gateway::endAll);
        return gateway;
    }
}
