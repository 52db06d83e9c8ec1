package org.tombolo.web.signin;

import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Open;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.session.Pairings;
import org.tombolo.web.session.Pairings.Answer;
import org.tombolo.web.session.Session;
import org.tombolo.web.session.Sessions;

/** {@code /api/v1/tv}: lets a TV show what the user may see who confirms its code on another device. */
@Path("api/v1/tv")
@Produces(MediaType.APPLICATION_JSON)
public final class PairingResource {
    private final Pairings pairings;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final String publicUrl;

    /** @param publicUrl where browsers find us; with {@code https:} the cookie is for secure connections only */
    public PairingResource(Pairings pairings, Sessions sessions, String publicUrl) {
        this.pairings = pairings;
        this.sessions = sessions;
        this.publicUrl = publicUrl;
        this.cookie = new SessionCookie(publicUrl.startsWith("https:"));
    }

    /** A TV asks for codes (RFC 8628 3.1, 3.2). */
    @POST
    @Path("codes")
    @Open
    public Begun begin(@Context HttpServletRequest request) {
        return pairings.begin(request.getRemoteAddr())
                .map(codes -> Begun.of(codes, publicUrl))
                .orElseThrow(() -> Refusal.of(429, "too many TVs have asked for a code; try again later")
                        .with("Retry-After", "60"));
    }

    /** A TV asks whether its code has been confirmed; once it has, this signs it in (RFC 8628 3.4, 3.5). */
    @POST
    @Path("session")
    @Consumes(MediaType.APPLICATION_JSON)
    @Open
    public Response signIn(Asked asked, @Context HttpServletRequest request) {
        Answer answer = pairings.ask(asked.deviceCode());
        if (answer instanceof Answer.Paired paired) {
            Session session = sessions.screen(paired.user());
            return Response.ok(SessionResource.View.of(session))
                    .header(HttpHeaders.SET_COOKIE, cookie.set(session.cookie(), request))
                    .build();
        }
        throw refusal(answer);
    }

    private static Refusal refusal(Answer answer) {
        if (answer instanceof Answer.Wait) {
            return Refusal.of(400, "authorization_pending", "nobody has confirmed the code yet");
        }
        if (answer instanceof Answer.SlowDown slower) {
            return Refusal.of(400, "slow_down", "wait " + slower.interval().toSeconds() + " s between two questions");
        }
        return answer instanceof Answer.Denied
                ? Refusal.of(400, "access_denied", "the code was refused")
                : Refusal.of(400, "expired_token", "there is no such code any more");
    }

    /** Somebody who is signed in confirms a TV's code, or refuses it (RFC 8628 3.3). */
    @POST
    @Path("codes/{code}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("tv:pair")
    public Decided decide(@PathParam("code") String code, Decision decision, @Context SecurityContext security) {
        WebUser user = Caller.of(security).user().orElseThrow(() -> Refusal.of(403, "only who is signed in has a TV"));
        Optional<String> decided = pairings.decide(code, user, decision.allow());
        return decided.map(Decided::new)
                .orElseThrow(() -> Refusal.of(404, "no TV shows this code now; look whether it shows a newer one"));
    }

    /** Codes in the API's words; times are seconds, as in RFC 8628 3.2. */
    record Begun(
            String deviceCode,
            String userCode,
            String verificationUri,
            String verificationUriComplete,
            long expiresIn,
            long interval) {
        static Begun of(Pairings.Codes codes, String publicUrl) {
            String page = publicUrl + "/pair";
            return new Begun(
                    codes.deviceCode(),
                    codes.userCode(),
                    page,
                    page + "?code=" + codes.userCode(),
                    codes.lifetime().toSeconds(),
                    codes.interval().toSeconds());
        }
    }

    /** What a TV asks with. */
    record Asked(String deviceCode) {
        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return "a device code";
        }
    }

    /** What somebody says. */
    record Decision(boolean allow) {}

    /** The code that was confirmed or refused. */
    record Decided(String userCode) {}
}
