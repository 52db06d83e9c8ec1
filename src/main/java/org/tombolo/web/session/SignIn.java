package org.tombolo.web.session;

import java.time.Duration;

/** What came of an attempt to sign in. */
public sealed interface SignIn {
    /** Signed in. */
    record Welcome(Session session) implements SignIn {}

    /** No such user or a wrong password; which of the two is not said. */
    record Wrong() implements SignIn {}

    /**
     * Too many attempts.
     *
     * @param retryAfter when the next one may be made
     */
    record TooMany(Duration retryAfter) implements SignIn {}
}
