package org.tombolo.web.token;

import java.util.Set;

/**
 * What a verified access token says.
 *
 * @param client who it was issued to
 * @param scopes what the client may do; scopes that we do not know are kept and open nothing
 */
public record AccessToken(String client, Set<String> scopes) {
    public AccessToken {
        scopes = Set.copyOf(scopes);
    }
}
