package org.tombolo.web.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

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

    // RFC 9068 2.2.3 has "scope", separated by blanks; some providers have "scp", a list.
    static Set<String> scopes(JWTClaimsSet claims) {
        if (claims.getClaim("scope") instanceof String scope) {
            return Arrays.stream(scope.split(" ")).filter(s -> !s.isEmpty()).collect(Collectors.toSet());
        }
        return claims.getClaim("scp") instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }
}
