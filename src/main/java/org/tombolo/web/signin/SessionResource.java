package org.tombolo.web.signin;

import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.CookieParam;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.tombolo.web.Credentials;
import org.tombolo.web.Open;
import org.tombolo.web.Refusal;
import org.tombolo.web.session.Session;
import org.tombolo.web.session.Sessions;
import org.tombolo.web.session.SignIn;

/** {@code /api/v1/session}: the portal's sign-in. Its methods look at the cookie themselves, because any user may call them. */
@Path("api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final Sessions sessions;
    private final SessionCookie cookie;

    /** @param publicUrl where browsers find us; with {@code https:} the cookie is for secure connections only */
    public SessionResource(Sessions sessions, String publicUrl) {
        this.sessions = sessions;
        this.cookie = new SessionCookie(publicUrl.startsWith("https:"));
    }

    /** Signs in; a session that the browser has already ends. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Open
    public Response signIn(
            Wanted wanted,
            @CookieParam(Credentials.COOKIE) @Nullable String former,
            @Context HttpServletRequest request) {
        Session session = open(sessions.signIn(wanted.name(), wanted.password(), request.getRemoteAddr()));
        Optional.ofNullable(former).ifPresent(sessions::end);
        return Response.ok(View.of(session))
                .header(HttpHeaders.SET_COOKIE, cookie.set(session.cookie(), request))
                .build();
    }

    /** Who is signed in. */
    @GET
    @Open
    public View get(@CookieParam(Credentials.COOKIE) @Nullable String value) {
        return View.of(find(value));
    }

    /** Signs out. */
    @DELETE
    @Open
    public Response signOut(
            @CookieParam(Credentials.COOKIE) @Nullable String value,
            @HeaderParam("X-CSRF-Token") @Nullable String csrf,
            @Context HttpServletRequest request) {
        Session session = find(value);
        if (csrf == null || !session.isCsrf(csrf)) {
            throw Refusal.of(403, "the header X-CSRF-Token is missing or wrong");
        }
        sessions.end(session.cookie());
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.clear(request))
                .build();
    }

    private static Session open(SignIn result) {
        if (result instanceof SignIn.Welcome welcome) {
            return welcome.session();
        }
        if (result instanceof SignIn.TooMany wait) {
            long seconds = Math.max(1, wait.retryAfter().toSeconds());
            throw Refusal.of(429, "too many attempts; try again later").with("Retry-After", Long.toString(seconds));
        }
        throw Refusal.of(401, "wrong name or password");
    }

    private Session find(@Nullable String cookie) {
        return Optional.ofNullable(cookie)
                .flatMap(sessions::find)
                .orElseThrow(() -> Refusal.of(401, "nobody is signed in"));
    }

    /** What somebody types. */
    record Wanted(String name, String password) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** A session in the API's words. */
    record View(String name, Set<String> scopes, String csrf) {
        static View of(Session session) {
            return new View(session.user().name(), session.scopes(), session.csrf());
        }
    }
}
