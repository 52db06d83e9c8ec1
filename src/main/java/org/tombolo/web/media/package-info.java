/** Live media over HTTP: a share as an endless response of fragmented MP4, which a page reads by {@code fetch} into Media Source Extensions (W3C MSE, ISO BMFF byte stream format), as HLS, and by WebRTC (WHEP; WHIP for the way back). Plain Servlet 3.0, so it runs in every container. */
@NullMarked
package org.tombolo.web.media;

import org.jspecify.annotations.NullMarked;
