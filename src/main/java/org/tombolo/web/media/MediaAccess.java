package org.tombolo.web.media;

import javax.servlet.http.HttpServletRequest;
import org.tombolo.gateway.convergence.Share;

/** Who may watch what. */
public interface MediaAccess {

    /** Whether the caller, known by session cookie, Bearer token or signed {@code t} parameter, may watch that share. */
    boolean mayWatch(HttpServletRequest request, Share share);
}
