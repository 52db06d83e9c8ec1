package org.tombolo.app;

import java.util.function.Predicate;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.ChatGateway;
import org.tombolo.identity.SipAddress;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.PhoneFeatures;
import org.tombolo.sip.SipHandler;

/**
 * Chats by MSRP between IMS and XMPP.
 *
 * @param registrations what answers a REGISTER, and takes note of what phones can do
 * @param takesSessions whether a phone of the IMS user with a URI takes sessions of messages
 */
record ChatService(ChatGateway gateway, SipHandler registrations, Predicate<String> takesSessions) {

    static ChatService build(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            MessageService messages,
            Application.Closing closing) {
        PhoneFeatures features = new PhoneFeatures(sip.registrations(), foundation.clock());
        Predicate<String> chats = uri -> sip.location().takesMessages(uri)
                || features.takesMessages(SipAddress.parse(uri).map(SipAddress::bare));
        ChatGateway gateway = new ChatGateway(
                options(foundation.settings()),
                new ChatGateway.Ports(
                        messages.stream(),
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        msrp,
                        chats,
                        foundation.associations(),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()),
                messages.gateway());
        // Both sides are told when we stop.
        closing.closing((AutoCloseable) gateway::endAll);
        return new ChatService(gateway, features, chats);
    }

    private static ChatGateway.Options options(Settings settings) {
        return new ChatGateway.Options(
                MessageService.domains(settings),
                settings.msrp().chatIdle(),
                settings.msrp().chatRing());
    }
}
