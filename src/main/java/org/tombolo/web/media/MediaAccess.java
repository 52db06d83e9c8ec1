package org.tombolo.web.media;

import javax.servlet.http.HttpServletRequest;
import org.tombolo.gateway.convergence.Share;

/** Who may watch what. */
public interface MediaAccess {

    /**
     * Whether the caller, known by session cookie, Bearer token or signed {@code t} parameter, may watch that share; for
     * whom it is not, there is none.
     *
     * @throws org.tombolo.web.Refusal 401 when nobody is shown, 403 when the caller may not watch at all
     */
    boolean mayWatch(HttpServletRequest request, Share share);
}
