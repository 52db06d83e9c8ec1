package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.sdp.WebRtcStream;
import org.tombolo.media.sdp.WebRtcTransport;

/** What was agreed with one browser by offer and answer, and its ICE credentials, which alone may change. */
final class WebRtcSession implements Agreement {
    /** RFC 3711 3.3.1 leaves as much room before the first roll-over. */
    static final int MOST_FIRST_SEQUENCE = 1 << 14;

    private final WebRtcOffer offer;
    private final WebRtcMedia media;
    private final List<WebRtcStream> streams;
    private final Endpoints endpoints;
    private final SecureRandom random;
    private WebRtcTransport peer;
    private WebRtcEndpoint ours;

    WebRtcSession(WebRtcOffer offer, WebRtcMedia media, WebRtcStream video, Endpoints endpoints, SecureRandom random) {
        this.offer = offer;
        this.media = media;
        this.streams = streams(offer, media, video);
        this.endpoints = endpoints;
        this.random = random;
        this.peer = offer.transport();
        this.ours = endpoints.fresh();
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

    @Override
    public String cname() {
        return ours.cname();
    }

    @Override
    public WebRtcTransport peer() {
        return peer;
    }

    String answer() {
        return offer.answer(ours, streams);
    }

    @Override
    public IceLite ice() {
        return new IceLite(ours.transport().ufrag(), ours.transport().password(), peer.ufrag());
    }

    @Override
    public WebRtcEndpoint ours() {
        return ours;
    }

    @Override
    public IceLite restart(WebRtcFragment fragment) {
        peer = peer.restarted(fragment);
        ours = endpoints.restarted(ours);
        return ice();
    }

    @Override
    public Optional<String> fragment() {
        return Optional.of(offer.restarted(ours, streams));
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
