package org.tombolo.gateway.convergence;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcResult;

/** The shares of now and of the last hour. Safe for all threads; never blocks. */
public interface Shares {

    /**
     * The newest first.
     *
     * @param after id of the last one already seen, or empty for the first page; nothing follows an id that is not known
     * @param limit 1 to 1000
     */
    List<Share> list(String after, int limit);

    /** A share as it stands; empty when there is none, or it has been forgotten. */
    Optional<Share> find(String id);

    /**
     * Tells of every change of a share's state from now on, on a thread that must not be held up.
     *
     * @return to be run when nobody listens any more
     */
    Runnable subscribe(String id, Consumer<Share> listener);

    /** Somebody is about to watch a share: what browsers do not play as it comes is transcoded from now on and for a while. */
    OnDemand.Answer prepare(String id);

    /** The newest key frame of a live share as a JPEG, when there is one; it fails when none can be made. */
    Optional<CompletableFuture<byte[]>> poster(String id);

    /** Joins a share as it is live; empty in any other state. */
    Optional<Viewer> watch(String id);

    /**
     * Joins a share by WebRTC as it is live; empty in any other state.
     *
     * @param offer a browser's SDP
     */
    Optional<WebRtcResult> watch(String id, String offer);

    /** One who watches by WebRTC: of that share, and not yet gone. */
    Optional<WebRtcConnection> viewer(String id, String connection);

    /** The newest key frame of a live share as an MP4 of one picture, when there is one. */
    Optional<byte[]> still(String id);

    /** A share by HLS, from its first picture on and, while there is memory for it, after its end; empty for one that is not known or was refused. */
    Optional<HlsStream> hls(String id);

    /** A share for players by RTSP as it is live; empty in any other state. */
    Optional<RtspSource> rtsp(String id);

    /** Who watches a share, and who may not; empty for one that is not known. */
    Optional<Audience> audience(String id);

    /** Ends a share with BYE; false when it was over, or there is none. */
    boolean end(String id);
}
