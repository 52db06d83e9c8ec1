package org.tombolo.web.token;

import java.util.Optional;

/** Says what an access token is worth. */
public interface TokenVerifier {
    /** What a token says, or empty when it is not one that we take, was altered, or is not good now. May block on the first token of an issuer. */
    Optional<AccessToken> verify(String token);
}
