package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What we make of an offer. */
public sealed interface Negotiation {

    /**
     * We cannot take it.
     *
     * @param status 400 when the offer is no description, 488 when it has nothing for us (RFC 3264 6)
     * @param words why, and what we take, for the Warning header
     */
    record Refusal(int status, String words) implements Negotiation {}

    /**
     * We take one video stream and perhaps one audio stream of it, and refuse the others.
     *
     * @param offer what was offered
     * @param video the video stream
     * @param audio the audio stream, when there is one that we take
     */
    record Acceptance(SessionDescription offer, VideoStream video, Optional<AudioStream> audio) implements Negotiation {

        /**
         * The answer.
         *
         * @param host our address
         * @param origin what stands in {@code o=} after the user name: session id and version
         * @param ourVideo our end of the video
         * @param ourAudio our end of the audio, when there is any
         */
        public SessionDescription answer(String host, String origin, LocalStream ourVideo, LocalStream ourAudio) {
            List<MediaDescription> streams = new ArrayList<>();
            for (int i = 0; i < offer.media().size(); i++) {
                streams.add(line(i, ourVideo, ourAudio));
            }
            Connection ours = new Connection(host);
            String family = host.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
            return new SessionDescription(
                    "tombolo " + origin + " IN " + family + host, Optional.of(ours), List.of(), streams);
        }

        private MediaDescription line(int index, LocalStream ourVideo, LocalStream ourAudio) {
            MediaDescription offered = offer.media().get(index);
            if (index == video.line().index()) {
                return video.answer(offered, ourVideo);
            }
            return audio.filter(a -> a.line().index() == index)
                    .map(a -> a.answer(offered, ourAudio))
                    .orElseGet(offered::refused);
        }
    }
}
