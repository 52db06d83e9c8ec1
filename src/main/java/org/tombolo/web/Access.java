package org.tombolo.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.web.session.Session;
import org.tombolo.web.session.Sessions;
import org.tombolo.web.token.TokenVerifier;

/** Decides who makes a request and whether she may: by a Bearer token (RFC 6750), a signed link, or the portal's session cookie. */
public final class Access {
    private static final String CHALLENGE = "Bearer realm=\"tombolo\"";
    private static final String BEARER = "Bearer ";

    private final TokenVerifier tokens;
    private final Sessions sessions;
    private final SignedLinks links;

    public Access(TokenVerifier tokens, Sessions sessions, SignedLinks links) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.links = links;
    }

    /**
     * Who makes a request, when she has a scope.
     *
     * @param scope the scope that the resource asks for
     * @param link whether a signed link opens the resource too
     * @throws Refusal 401 when nobody is shown, 403 when the scope or the CSRF token is missing
     */
    public Caller require(Credentials credentials, String scope, boolean link) {
        return require(credentials, List.of(scope), link);
    }

    /**
     * The same when she has one of several scopes.
     *
     * @param scopes the first is what a link stands for, and what she is told to have
     */
    public Caller require(Credentials credentials, List<String> scopes, boolean link) {
        String scope = scopes.get(0);
        Optional<Caller> caller = credentials.authorization().isPresent()
                ? Optional.of(bearer(credentials.authorization().get()))
                : (link ? linked(credentials, scope) : Optional.<Caller>empty()).or(() -> portal(credentials));
        return permit(caller.orElseThrow(Access::nobody), scopes);
    }

    private static Caller permit(Caller caller, List<String> scopes) {
        String scope = scopes.get(0);
        if (scopes.stream().anyMatch(caller.scopes()::contains)) {
            return caller;
        }
        // RFC 6750 3.1
        throw Refusal.of(403, "this needs the scope " + scope)
                .with("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    private Caller bearer(String authorization) {
        // RFC 9110 11.1: the scheme's name is case-insensitive
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String token = bearer ? authorization.substring(BEARER.length()).trim() : "";
        return tokens.verify(token)
                .map(t -> new Caller(t.client(), Optional.empty(), t.scopes()))
                .orElseThrow(() -> Refusal.of(401, "the access token is not valid or has expired")
                        .with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\""));
    }

    private Optional<Caller> linked(Credentials credentials, String scope) {
        return credentials
                .link()
                .map(t -> links.verify(t, credentials.path())
                        .orElseThrow(() -> Refusal.of(401, "this link is not valid or has expired")
                                .with("WWW-Authenticate", CHALLENGE)))
                .map(subject -> new Caller(subject, Optional.empty(), Set.of(scope), true));
    }

    private Optional<Caller> portal(Credentials credentials) {
        Optional<Session> session = credentials.cookie().flatMap(sessions::find);
        session.ifPresent(s -> requireCsrf(credentials, s));
        return session.map(s -> new Caller(s.user().name(), Optional.of(s.user()), s.scopes()));
    }

    private static void requireCsrf(Credentials credentials, Session session) {
        boolean right = credentials.csrf().filter(session::isCsrf).isPresent();
        if (!credentials.safe() && !right) {
            throw Refusal.of(403, "the header X-CSRF-Token is missing or wrong");
        }
    }

    private static Refusal nobody() {
        return Refusal.of(401, "sign in, or send an access token").with("WWW-Authenticate", CHALLENGE);
    }
}
