package org.tombolo.web.token;

import java.util.Set;
import java.util.TreeSet;

/** The scopes that exist: CAMARA's for click to dial and WebRTC, and ours. */
public final class Scopes {
    private static final Set<String> CALLING = Set.of(
            "click-to-dial:calls:create",
            "click-to-dial:calls:read",
            "click-to-dial:calls:delete",
            "click-to-dial:recordings:read");
    private static final Set<String> WEBRTC = Set.of(
            "webrtc-registration:sessions:create",
            "webrtc-registration:sessions:write",
            "webrtc-registration:sessions:delete",
            "webrtc-call-handling:sessions:create",
            "webrtc-call-handling:sessions:read",
            "webrtc-call-handling:sessions:write",
            "webrtc-call-handling:sessions:delete",
            "webrtc-events:org.camaraproject.webrtc-events.v0.session-status:create",
            "webrtc-events:org.camaraproject.webrtc-events.v0.session-invitation:create",
            "webrtc-events:org.camaraproject.webrtc-events.v0.registration-ends:create",
            "webrtc-events:read",
            "webrtc-events:delete");
    private static final Set<String> PORTAL = union(
            union(CALLING, WEBRTC),
            Set.of(
                    "shares:read",
                    "calls:read",
                    "calls:write",
                    "messages:read",
                    "chat",
                    "tv:pair",
                    "gallery:read",
                    "gallery:write"));
    private static final Set<String> ALL =
            union(PORTAL, Set.of("shares:write", "pushes:create", "files:write", "admin"));

    private Scopes() {}

    /** Every scope, in alphabetical order. */
    public static Set<String> all() {
        return ALL;
    }

    /** What a portal user may do who is no administrator. */
    public static Set<String> ofPortalUser() {
        return PORTAL;
    }

    /** What a screen may do that a portal user has let show her shares. */
    public static Set<String> ofScreen() {
        return Set.of("shares:read");
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return java.util.Collections.unmodifiableSet(both);
    }
}
