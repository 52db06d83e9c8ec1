package org.tombolo.app;

import java.util.List;
import java.util.concurrent.Executor;
import org.tombolo.identity.ApiClients;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.webrtc.CallHandlingResource;
import org.tombolo.web.webrtc.DeviceEventsResource;
import org.tombolo.web.webrtc.MediaSessions;
import org.tombolo.web.webrtc.RegistrationResource;
import org.tombolo.web.webrtc.Registrations;
import org.tombolo.web.webrtc.SubscriptionResource;
import org.tombolo.web.webrtc.Subscriptions;
import org.tombolo.web.webrtc.Users;

/** CAMARA's WebRTC APIs. */
final class DeviceWeb {
    private DeviceWeb() {}

    static List<Object> resources(
            Foundation foundation, Gateways gateways, ApiClients clients, EventStreams streams, Executor blocking) {
        Users users = new Users(clients);
        MediaSessions sessions = new MediaSessions(gateways.pages(), foundation.associations());
        Registrations registrations = new Registrations(
                gateways.pages(), sessions, foundation.threads().timers(), foundation.clock());
        Subscriptions subscriptions = new Subscriptions(
                registrations,
                foundation.publicUrl().text(),
                gateways.calls().sinks().client(),
                blocking,
                foundation.threads().timers(),
                foundation.clock());
        foundation.metrics().gauge("tombolo_webrtc_registrations", registrations::size);
        return List.of(
                new RegistrationResource(registrations, sessions, users),
                new CallHandlingResource(gateways.pages(), registrations, sessions, users),
                new SubscriptionResource(subscriptions, registrations, users, foundation.clock()),
                new DeviceEventsResource(registrations, subscriptions, users, streams));
    }
}
