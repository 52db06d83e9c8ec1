package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.sdp.WebRtcStream;
import org.tombolo.media.sdp.WebRtcTransport;

/** What was agreed with one browser by offer and answer, and its ICE credentials, which alone may change. */
final class WebRtcSession {
    private static final int UFRAG_BYTES = 6;
    private static final int PASSWORD_BYTES = 18;
    private static final int CNAME_BYTES = 12;
    /** RFC 3711 3.3.1 leaves as much room before the first roll-over. */
    private static final int MOST_FIRST_SEQUENCE = 1 << 14;

    private final WebRtcOffer offer;
    private final WebRtcMedia media;
    private final List<WebRtcStream> streams;
    private final Candidates candidates;
    private final String fingerprint;
    private final SecureRandom random;
    private final String cname;
    private final long number;
    private WebRtcTransport peer;
    private WebRtcEndpoint ours;

    WebRtcSession(
            WebRtcOffer offer,
            WebRtcMedia media,
            WebRtcStream video,
            Candidates candidates,
            String fingerprint,
            SecureRandom random) {
        this.offer = offer;
        this.media = media;
        this.streams = streams(offer, media, video);
        this.candidates = candidates;
        this.fingerprint = fingerprint;
        this.random = random;
        this.cname = text(random, CNAME_BYTES);
        this.number = random.nextLong() >>> 2; // RFC 9429 5.2.1
        this.peer = offer.transport();
        this.ours = endpoint();
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

    private WebRtcEndpoint endpoint() {
        WebRtcTransport transport =
                new WebRtcTransport(text(random, UFRAG_BYTES), text(random, PASSWORD_BYTES), "sha-256", fingerprint);
        return new WebRtcEndpoint(transport, candidates.lines(), candidates.host(), candidates.port(), number, cname);
    }

    /** Characters of RFC 8839 5.4 {@code ice-char}, which has no {@code -} and no {@code _}. */
    static String text(SecureRandom random, int bytes) {
        byte[] octets = new byte[bytes];
        random.nextBytes(octets);
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    WebRtcMedia media() {
        return media;
    }

    String cname() {
        return cname;
    }

    WebRtcTransport peer() {
        return peer;
    }

    String answer() {
        return offer.answer(ours, streams);
    }

    IceLite ice() {
        return new IceLite(ours.transport().ufrag(), ours.transport().password(), peer.ufrag());
    }

    /** Whether a fragment starts ICE anew. */
    boolean isRestart(WebRtcFragment fragment) {
        return fragment.restarts(peer)
                && fragment.ufrag().isPresent()
                && fragment.password().isPresent();
    }

    IceLite restart(WebRtcFragment fragment) {
        peer = new WebRtcTransport(
                fragment.ufrag().orElseThrow(), fragment.password().orElseThrow(), peer.hash(), peer.fingerprint());
        ours = endpoint();
        return ice();
    }

    /** Our present credentials (RFC 8840 9). */
    String fragment() {
        return offer.restarted(ours, streams);
    }

    List<Sending.Stream> sent() {
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
