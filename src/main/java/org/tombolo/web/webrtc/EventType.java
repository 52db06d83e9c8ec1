package org.tombolo.web.webrtc;

import java.util.Arrays;
import java.util.Optional;

/** CAMARA's types of WebRTC events. */
enum EventType {
    SESSION_STATUS("session-status"),
    SESSION_INVITATION("session-invitation"),
    REGISTRATION_ENDS("registration-ends"),
    SUBSCRIPTION_ENDED("subscription-ended");

    private static final String PREFIX = "org.camaraproject.webrtc-events.v0.";

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** The last part of the type. */
    String word() {
        return word;
    }

    String type() {
        return PREFIX + word;
    }

    /** The scope that lets a client subscribe. */
    String scope() {
        return "webrtc-events:" + type() + ":create";
    }

    /** One that can be subscribed to. */
    static Optional<EventType> parse(String type) {
        return Arrays.stream(values())
                .filter(t -> t != SUBSCRIPTION_ENDED && t.type().equals(type))
                .findFirst();
    }
}
