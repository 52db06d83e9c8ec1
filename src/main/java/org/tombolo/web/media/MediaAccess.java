package org.tombolo.web.media;

import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.tombolo.gateway.convergence.Share;

/** Who may watch what. */
public interface MediaAccess {

    /**
     * As whom the caller, known by session cookie, Bearer token or signed {@code t} parameter, watches that share; for
     * whom it is not, there is none.
     *
     * @throws org.tombolo.web.Refusal 401 when nobody is shown, 403 when the caller may not watch at all
     */
    Optional<String> viewer(HttpServletRequest request, Share share);
}
