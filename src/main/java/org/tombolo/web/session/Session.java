package org.tombolo.web.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.tombolo.identity.WebUser;

/**
 * Somebody who has signed in.
 *
 * @param cookie value of the session cookie: 256 random bits in base64url
 * @param csrf what an unsafe request must repeat in {@code X-CSRF-Token}
 * @param user who
 * @param scopes what the user may do
 */
public record Session(String cookie, String csrf, WebUser user, Set<String> scopes) {
    /** Whether this is the session's CSRF token; takes as long for a wrong one. */
    public boolean isCsrf(String token) {
        return MessageDigest.isEqual(csrf.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps both secrets out of logs. */
    @Override
    public String toString() {
        return "session of " + user.name();
    }
}
