package org.tombolo.web;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.container.ContainerRequestContext;

/**
 * What a request brings to show who makes it.
 *
 * @param authorization value of the {@code Authorization} header
 * @param cookie value of the session cookie
 * @param csrf value of the {@code X-CSRF-Token} header
 * @param link value of the parameter {@code t}
 * @param path path below the context path, starting with a slash
 * @param safe whether the method is safe (RFC 9110 9.2.1)
 */
public record Credentials(
        Optional<String> authorization,
        Optional<String> cookie,
        Optional<String> csrf,
        Optional<String> link,
        String path,
        boolean safe) {
    /** Name of the session cookie. */
    public static final String COOKIE = "tombolo_session";

    private static final String AUTHORIZATION = "Authorization";
    private static final String CSRF = "X-CSRF-Token";
    private static final String LINK = "t";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** Those of a request to one of our servlets. */
    public static Credentials of(HttpServletRequest request) {
        Cookie[] cookies = Optional.ofNullable(request.getCookies()).orElse(new Cookie[0]);
        return new Credentials(
                Optional.ofNullable(request.getHeader(AUTHORIZATION)),
                Arrays.stream(cookies)
                        .filter(c -> c.getName().equals(COOKIE))
                        .map(Cookie::getValue)
                        .findFirst(),
                Optional.ofNullable(request.getHeader(CSRF)),
                Optional.ofNullable(request.getParameter(LINK)),
                request.getServletPath()
                        + Optional.ofNullable(request.getPathInfo()).orElse(""),
                SAFE.contains(request.getMethod()));
    }

    /** The same shown for another path: a link to a playlist opens what the playlist leads to. */
    public Credentials opening(String other) {
        return new Credentials(authorization, cookie, csrf, link, other, safe);
    }

    /** Those of a request to a JAX-RS resource. */
    public static Credentials of(ContainerRequestContext request) {
        return new Credentials(
                Optional.ofNullable(request.getHeaderString(AUTHORIZATION)),
                Optional.ofNullable(request.getCookies().get(COOKIE)).map(javax.ws.rs.core.Cookie::getValue),
                Optional.ofNullable(request.getHeaderString(CSRF)),
                Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(LINK)),
                "/" + request.getUriInfo().getPath(),
                SAFE.contains(request.getMethod()));
    }
}
