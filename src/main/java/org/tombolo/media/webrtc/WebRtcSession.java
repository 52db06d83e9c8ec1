package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.sdp.WebRtcStream;

/** What was agreed with one browser by offer and answer. */
final class WebRtcSession extends IceEnds {
    /** RFC 3711 3.3.1 leaves as much room before the first roll-over. */
    static final int MOST_FIRST_SEQUENCE = 1 << 14;

    private final WebRtcOffer offer;
    private final WebRtcMedia media;
    private final List<WebRtcStream> streams;
    private final SecureRandom random;

    WebRtcSession(WebRtcOffer offer, WebRtcMedia media, WebRtcStream video, Endpoints endpoints, SecureRandom random) {
        super(endpoints.fresh(), offer.transport(), endpoints);
        this.offer = offer;
        this.media = media;
        this.streams = streams(offer, media, video);
        this.random = random;
    }

    private static List<WebRtcStream> streams(WebRtcOffer offer, WebRtcMedia media, WebRtcStream video) {
        List<WebRtcStream> streams = new ArrayList<>();
        streams.add(video.from(media.video().ssrc()));
        media.audio()
                .flatMap(audio -> offer.audio(audio.encoding(), audio.clockRate())
                        .map(stream -> stream.from(audio.relay().ssrc())))
                .ifPresent(streams::add);
        return List.copyOf(streams);
    }

    @Override
    public Runnable keyframeRequest() {
        return media.keyframeRequest();
    }

    String answer() {
        return offer.answer(ours(), streams);
    }

    @Override
    public Optional<String> fragment() {
        return Optional.of(offer.restarted(ours(), streams));
    }

    @Override
    public List<Sending.Stream> sent() {
        List<Sending.Stream> sent = new ArrayList<>();
        for (WebRtcStream stream : streams) {
            boolean video = stream == streams.get(0);
            Relay relay = video ? media.video() : media.audio().orElseThrow().relay();
            sent.add(new Sending.Stream(
                    relay, stream.payloadType(), stream.playoutDelay(), video, random.nextInt(MOST_FIRST_SEQUENCE)));
        }
        return sent;
    }

    /** Whether the browser hears it. */
    Optional<String> sound() {
        return streams.size() > 1 ? media.audio().map(WebRtcMedia.Audio::encoding) : Optional.empty();
    }
}
