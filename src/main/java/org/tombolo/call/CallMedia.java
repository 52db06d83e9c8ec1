package org.tombolo.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.media.transcode.NoTranscoder;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.webrtc.WebRtcCall;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.media.webrtc.WebRtcServer;

/** The media of a call: a path for each kind, all on one WebRTC connection (RFC 9143). */
public final class CallMedia {
    /** Kinds that a call can have, sound first. */
    public static final List<String> KINDS = List.of("audio", "video");

    /** What we take of a party that receives pictures (RFC 4585 4.2): the log of the stream has what is missing. */
    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir");

    private final WebRtcServer webrtc;
    private final List<MediaPath> paths;
    private volatile @Nullable WebRtcConnection connection;

    private CallMedia(WebRtcServer webrtc, List<MediaPath> paths) {
        this.webrtc = webrtc;
        this.paths = List.copyOf(paths);
    }

    /** Opens the phone's side of some kinds, whose codecs pass as they are; empty when no ports are left. */
    public static Optional<CallMedia> open(
            RtpReceiver receiver, WebRtcServer webrtc, Duration silence, List<String> kinds) {
        return open(receiver, webrtc, new NoTranscoder(), silence, kinds);
    }

    /** Likewise, with codecs that may be changed. */
    public static Optional<CallMedia> open(
            RtpReceiver receiver, WebRtcServer webrtc, Transcoder transcoder, Duration silence, List<String> kinds) {
        List<MediaPath> opened = new ArrayList<>();
        for (String kind : kinds) {
            Optional<MediaPath> path = MediaPath.open(receiver, webrtc, transcoder, silence, kind);
            if (path.isEmpty()) {
                opened.forEach(MediaPath::close);
                return Optional.empty();
            }
            opened.add(path.get());
        }
        return Optional.of(new CallMedia(webrtc, opened));
    }

    /** Whether what comes in one format can be sent in another. */
    public static boolean isTranslated(RtpFormat from, RtpFormat to) {
        return Translation.isPossible(from, to);
    }

    /**
     * Takes the places in the transcoder that these need, before they are agreed.
     *
     * @return why it cannot be, in words
     */
    public Optional<String> translate(List<Agreement> terms) {
        return terms.stream()
                .flatMap(
                        agreement -> path(agreement.phone().type()).flatMap(path -> path.translate(agreement)).stream())
                .findFirst();
    }

    /** What the other party may say of what we send. */
    public static List<String> feedback(String kind) {
        return kind.equals("video") ? FEEDBACK : List.of();
    }

    private Optional<MediaPath> path(String kind) {
        return paths.stream().filter(path -> path.kind().equals(kind)).findFirst();
    }

    /** Our even port for a kind. */
    public int port(String kind) {
        return path(kind).map(MediaPath::port).orElse(0);
    }

    /** Begins a kind, or goes on with what a new offer said. */
    public void agree(Agreement terms) {
        path(terms.phone().type()).ifPresent(path -> path.agree(terms));
    }

    /** Ends a kind for good. */
    public void stop(String kind) {
        path(kind).ifPresent(MediaPath::stop);
    }

    /** What is agreed for each kind that flows or may flow again. */
    public List<Agreement> terms() {
        return paths.stream().flatMap(path -> path.terms().stream()).toList();
    }

    /**
     * The format of a kind in the other party's session is known before the phone has said anything.
     *
     * @param taken whether the other party takes the phone's
     */
    public void expect(String kind, RtpFormat format, boolean taken) {
        path(kind).ifPresent(path -> path.expect(format, taken));
    }

    /**
     * Waits for the other party; false when the media plane is full.
     *
     * @param kinds what the other party takes; of these, all that is agreed or expected until now
     */
    public boolean connect(
            WebRtcEndpoint ours,
            WebRtcTransport theirs,
            List<String> kinds,
            MediaEvents events,
            WebRtcListener listener) {
        paths.forEach(path -> path.tell(events, this::requestPicture, this::report));
        WebRtcCall call = new WebRtcCall(
                paths.stream()
                        .filter(path -> kinds.contains(path.kind()))
                        .flatMap(path -> path.stream().stream())
                        .toList(),
                this::received,
                () -> path("video").ifPresent(MediaPath::requestPicture));
        Optional<WebRtcConnection> opened = webrtc.connect(ours, theirs, call, listener);
        connection = opened.orElse(null);
        return opened.isPresent();
    }

    /** The connection to the other party, once it was waited for. */
    public Optional<WebRtcConnection> connection() {
        return Optional.ofNullable(connection);
    }

    private void received(RtpPacket packet) {
        for (MediaPath path : paths) {
            path.received(packet);
        }
    }

    /** Asks the other party for a key frame. */
    public void requestPicture() {
        WebRtcConnection now = connection;
        if (now != null) {
            path("video").flatMap(MediaPath::source).ifPresent(now::requestKeyframe);
        }
    }

    private void report(ReceptionReport report) {
        WebRtcConnection now = connection;
        if (now != null) {
            now.report(report);
        }
    }

    /** The device starts ICE anew; our end under new credentials, empty when nothing is new. */
    public Optional<WebRtcEndpoint> restart(WebRtcFragment theirs) {
        WebRtcConnection now = connection;
        return now == null ? Optional.empty() : now.restart(theirs);
    }

    /** What passed, for the trace. */
    public String summary() {
        return paths.stream().map(path -> path.kind() + ": " + path.summary()).collect(Collectors.joining("; "));
    }

    public void close() {
        paths.forEach(MediaPath::close);
        WebRtcConnection now = connection;
        if (now != null) {
            now.close("the call is over");
        }
    }
}
