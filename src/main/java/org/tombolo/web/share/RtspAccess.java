package org.tombolo.web.share;

import java.util.Optional;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.rtsp.RtspSources;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Refusal;

/** Lets players by RTSP in: a link's {@code t} opens the share that it was made for, as it does over HTTP. */
public final class RtspAccess implements RtspSources {
    private static final Refused NONE = new Refused(404, "Not Found");

    private final Shares shares;
    private final Access access;
    private final ShareAccess rights;

    public RtspAccess(Shares shares, Access access, ShareAccess rights) {
        this.shares = shares;
        this.access = access;
        this.rights = rights;
    }

    static String resource(String share) {
        return "/rtsp/" + share;
    }

    @Override
    public Found find(String id, String token) {
        Optional<Share> share = shares.find(id);
        if (share.isEmpty()) {
            return NONE;
        }
        try {
            Caller caller = access.require(credentials(id, token), "shares:read", true);
            return rights.maySee(caller, share.get()) ? found(share.get(), ShareAccess.viewer(caller)) : NONE;
        } catch (Refusal refusal) {
            // A player could not answer a challenge to a Bearer token: 401 would only make it ask for a password.
            return new Refused(403, "Forbidden: the link is not valid or has expired");
        }
    }

    private static Credentials credentials(String share, String token) {
        Optional<String> link = Optional.of(token).filter(t -> !t.isEmpty());
        return new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), link, resource(share), true);
    }

    private Found found(Share share, String viewer) {
        return switch (share.state()) {
            case WAITING -> new Refused(503, "Service Unavailable: no picture has come yet");
            case ENDED, REFUSED -> new Refused(410, "Gone");
            case LIVE ->
                shares.rtsp(share.id())
                        .flatMap(source -> shares.audience(share.id()).map(all -> entered(all, viewer, source)))
                        .orElse(new Refused(410, "Gone"));
        };
    }

    private static Found entered(Audience audience, String viewer, RtspSource source) {
        return audience.admits(viewer)
                ? new Source(new Played(audience, viewer, source).source())
                : new Refused(403, "Forbidden: whoever shares this has removed you");
    }

    /** A player is in the audience from its PLAY on, and gone when it leaves or is removed. */
    private static final class Played implements RtspSource.PlayerEvents {
        private final Audience audience;
        private final String viewer;
        private final RtspSource source;
        private volatile boolean over;

        Played(Audience audience, String viewer, RtspSource source) {
            this.audience = audience;
            this.viewer = viewer;
            this.source = source;
        }

        RtspSource source() {
            return new RtspSource(
                    source.media(),
                    source.keyframeRequest(),
                    () -> over || source.over().getAsBoolean(),
                    this);
        }

        @Override
        public void playing(String how) {
            source.events().playing(how);
            audience.enter(viewer, Audience.Way.RTSP, () -> !over, () -> over = true);
        }

        @Override
        public void ended(String summary) {
            over = true;
            source.events().ended(summary);
        }
    }
}
