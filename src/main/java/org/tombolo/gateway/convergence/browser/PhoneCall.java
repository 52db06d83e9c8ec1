package org.tombolo.gateway.convergence.browser;

import java.util.List;
import java.util.Optional;
import org.tombolo.call.CallMedia;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;

/**
 * A phone's offer of a call, as far as a page can take it.
 *
 * @param description the whole of it
 * @param streams sound, and perhaps pictures
 */
record PhoneCall(SessionDescription description, List<CallStream> streams) {
    /** RFC 7874 3, RFC 7742 5: what browsers have at least, and G.722, which most have. */
    private static final List<String> OF_BROWSERS = List.of("opus", "PCMU", "PCMA", "G722", "H264", "VP8");

    PhoneCall {
        streams = List.copyOf(streams);
    }

    /**
     * Reads an offer; empty when browsers have none of its codecs for sound.
     *
     * @param transcoded whether there is a transcoder
     * @throws SdpException when it is no description
     */
    static Optional<PhoneCall> parse(String sdp, boolean transcoded) throws SdpException {
        SessionDescription description = SessionDescription.parse(sdp);
        List<CallStream> streams = CallMedia.KINDS.stream()
                .flatMap(kind -> CallStream.first(description, kind).stream())
                .filter(stream -> stream.formats().stream()
                        .anyMatch(format -> isOfBrowsers(format) || (transcoded && PhoneFormats.has(format))))
                .toList();
        return streams.isEmpty() || !streams.get(0).type().equals("audio")
                ? Optional.empty()
                : Optional.of(new PhoneCall(description, streams));
    }

    static boolean isOfBrowsers(RtpFormat format) {
        return OF_BROWSERS.stream().anyMatch(format::is);
    }

    /** Whether browsers have none of the phone's codecs for a kind of media. */
    boolean needsTranscoder(String kind) {
        return streams.stream()
                .filter(stream -> stream.type().equals(kind))
                .anyMatch(stream -> stream.formats().stream().noneMatch(PhoneCall::isOfBrowsers));
    }

    List<String> kinds() {
        return streams.stream().map(CallStream::type).toList();
    }

    /** Whether a description is of a call: sound, and pictures at most both ways. What has pictures one way is a share. */
    static boolean isCall(String sdp) {
        try {
            SessionDescription description = SessionDescription.parse(sdp);
            boolean sound = CallStream.offers(sdp, "audio");
            return sound
                    && CallStream.first(description, "video")
                            .filter(video -> !video.direction().receives())
                            .isEmpty();
        } catch (SdpException e) {
            return false;
        }
    }
}
