package org.tombolo.web.share;

import java.util.Optional;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
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
            return rights.maySee(caller, share.get()) ? found(share.get()) : NONE;
        } catch (Refusal refusal) {
            // A player could not answer a challenge to a Bearer token: 401 would only make it ask for a password.
            return new Refused(403, "Forbidden: the link is not valid or has expired");
        }
    }

    private static Credentials credentials(String share, String token) {
        Optional<String> link = Optional.of(token).filter(t -> !t.isEmpty());
        return new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), link, resource(share), true);
    }

    private Found found(Share share) {
        return switch (share.state()) {
            case WAITING -> new Refused(503, "Service Unavailable: no picture has come yet");
            case ENDED, REFUSED -> new Refused(410, "Gone");
            case LIVE -> shares.rtsp(share.id()).<Found>map(Source::new).orElse(new Refused(410, "Gone"));
        };
    }
}
