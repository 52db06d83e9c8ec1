package org.tombolo.web;

import java.util.Optional;
import java.util.Set;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.identity.WebUser;

/**
 * Who makes an HTTP request; resources get it injected by {@code @Context SecurityContext} as its principal.
 *
 * @param name client id of a token, or name of a portal user
 * @param user the portal user, when the request came with a session cookie
 * @param scopes what the caller may do
 * @param linked whether a signed link was shown: it opens the one resource that it was made for, whoever has it
 */
public record Caller(String name, Optional<WebUser> user, Set<String> scopes, boolean linked)
        implements java.security.Principal {
    /** One who has shown who she is. */
    public Caller(String name, Optional<WebUser> user, Set<String> scopes) {
        this(name, user, scopes, false);
    }

    /**
     * The caller of a resource method.
     *
     * @throws IllegalStateException in a method that is open to everybody
     */
    public static Caller of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("no caller: the method lacks @Requires");
    }

    @Override
    public String getName() {
        return name;
    }
}
