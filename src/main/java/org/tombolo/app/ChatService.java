package org.tombolo.app;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.ChatGateway;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.AssociatedNumbers;
import org.tombolo.registrar.Feature;
import org.tombolo.registrar.PhoneFeatures;
import org.tombolo.sip.SipHandler;

/**
 * Chats by MSRP between IMS and XMPP.
 *
 * @param registrations what answers a REGISTER, and takes note of what phones can do
 * @param phones whether a phone of the IMS user with a URI can do something
 * @param owners whose number it is, as far as we know
 */
record ChatService(
        ChatGateway gateway,
        SipHandler registrations,
        BiPredicate<String, Feature> phones,
        Function<TelNumber, Optional<SipAddress>> owners) {

    static ChatService build(
            Foundation foundation,
            SipSide sip,
            MsrpEndpoint msrp,
            MessageService messages,
            Application.Closing closing) {
        AssociatedNumbers numbers = new AssociatedNumbers(sip.registrations());
        PhoneFeatures features = new PhoneFeatures(numbers, foundation.clock());
        BiPredicate<String, Feature> phones = (uri, feature) -> sip.location().has(uri, feature)
                || features.has(SipAddress.parse(uri).map(SipAddress::bare), feature);
        ChatGateway gateway = new ChatGateway(
                options(foundation.settings()),
                new ChatGateway.Ports(
                        messages.streams(),
                        sip.stack().calls(),
                        sip.stack().sessions(),
                        msrp,
                        uri -> phones.test(uri, Feature.MESSAGES),
                        foundation.associations(),
                        messages.gateway().chats(),
                        foundation.trace(),
                        foundation.metrics(),
                        foundation.clock(),
                        foundation.random()),
                messages.gateway());
        // Both sides are told when we stop.
        closing.closing((AutoCloseable) gateway::endAll);
        return new ChatService(
                gateway,
                features,
                phones,
                number -> sip.location().user(number.text()).or(() -> numbers.owner(number)));
    }

    private static ChatGateway.Options options(Settings settings) {
        return new ChatGateway.Options(
                MessageService.domains(settings),
                settings.msrp().chatIdle(),
                settings.msrp().chatRing());
    }
}
