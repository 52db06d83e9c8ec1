package org.tombolo.web.server;

import java.security.Principal;
import java.util.List;
import java.util.stream.Stream;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Requires;

/** Lets in who has the scope of one method, and makes her the request's principal. */
final class ScopeFilter implements ContainerRequestFilter {
    private final Access access;
    private final Requires requires;

    ScopeFilter(Access access, Requires requires) {
        this.access = access;
        this.requires = requires;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller caller = access.require(Credentials.of(request), scopes(), requires.link());
        request.setSecurityContext(
                new Known(caller, request.getSecurityContext().isSecure()));
    }

    private List<String> scopes() {
        return Stream.concat(Stream.of(requires.value()), Stream.of(requires.or()))
                .toList();
    }

    private record Known(Caller caller, boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String scope) {
            return caller.scopes().contains(scope);
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return caller.user().isPresent() ? "COOKIE" : "BEARER";
        }
    }
}
