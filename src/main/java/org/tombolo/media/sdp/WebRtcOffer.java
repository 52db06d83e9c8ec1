package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** A browser's offer (RFC 9429 5.2.1): one transport for all streams, by BUNDLE (RFC 9143) and rtcp-mux. */
public final class WebRtcOffer {
    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVPF");

    private final SessionDescription description;
    private final Set<String> bundle;
    private final WebRtcTransport transport;

    private WebRtcOffer(SessionDescription description, Set<String> bundle, WebRtcTransport transport) {
        this.description = description;
        this.bundle = bundle;
        this.transport = transport;
    }

    /**
     * Reads an offer.
     *
     * @throws SdpException when it is no description, or none that a WebRTC endpoint makes
     */
    public static WebRtcOffer parse(String text) throws SdpException {
        SessionDescription description = SessionDescription.parse(text);
        Set<String> bundle = bundle(description);
        for (MediaDescription stream : description.media()) {
            if (isBundled(stream, bundle)) {
                checkRole(description, stream);
                return new WebRtcOffer(description, bundle, WebRtcTransport.of(description, stream));
            }
        }
        throw new SdpException("no stream of the offer is in its BUNDLE group");
    }

    private static Set<String> bundle(SessionDescription description) {
        return description.attributes().stream()
                .filter(a -> a.name().equals("group") && a.value().startsWith("BUNDLE "))
                .map(a -> Set.copyOf(
                        List.of(a.value().substring("BUNDLE ".length()).trim().split(" +"))))
                .findFirst()
                .orElse(Set.of());
    }

    private static boolean isBundled(MediaDescription stream, Set<String> bundle) {
        return stream.values("mid").stream().anyMatch(bundle::contains);
    }

    /** RFC 8842 5.3: we are the DTLS server, so the offerer must be able to be the client. */
    private static void checkRole(SessionDescription description, MediaDescription stream) throws SdpException {
        String setup = WebRtcTransport.value(description, stream, "setup").orElse("");
        if (!setup.equals("actpass") && !setup.equals("active")) {
            throw new SdpException("the offer has no a=setup:actpass or a=setup:active");
        }
    }

    /** The browser's credentials and fingerprint. */
    public WebRtcTransport transport() {
        return transport;
    }

    /** Where H.264 of that profile fits in, at best exactly; empty when the browser has no decoder for it. */
    public Optional<WebRtcStream> h264(H264Profile sent) {
        return indexes("video").flatMap(i -> h264(i, sent).stream()).findFirst();
    }

    private Optional<WebRtcStream> h264(int index, H264Profile sent) {
        MediaDescription stream = description.media().get(index);
        return stream.rtpMaps().stream()
                .flatMap(map -> H264Format.of(map, stream.formatParameters(map.payloadType())).stream())
                .filter(format -> format.packetizationMode() == 1)
                .filter(format -> distance(format, sent).isPresent())
                .min(Comparator.comparingInt(format -> distance(format, sent).getAsInt()))
                .map(format -> WebRtcStream.h264(index, stream, format));
    }

    private static OptionalInt distance(H264Format format, H264Profile sent) {
        int distance = H264Profile.parse(format.profileLevelId())
                .map(offered -> offered.distanceTo(sent))
                .orElse(-1);
        return distance < 0 ? OptionalInt.empty() : OptionalInt.of(distance);
    }

    /** Where VP8 fits in. */
    public Optional<WebRtcStream> vp8() {
        return indexes("video").flatMap(i -> vp8(i).stream()).findFirst();
    }

    private Optional<WebRtcStream> vp8(int index) {
        MediaDescription stream = description.media().get(index);
        return stream.rtpMaps().stream()
                .flatMap(map -> Vp8Format.of(map).stream())
                .findFirst()
                .map(format -> WebRtcStream.vp8(index, stream, format));
    }

    /** Where audio of that encoding fits in. */
    public Optional<WebRtcStream> audio(String encoding, int clockRate) {
        return indexes("audio")
                .flatMap(i -> audio(i, encoding, clockRate).stream())
                .findFirst();
    }

    private Optional<WebRtcStream> audio(int index, String encoding, int clockRate) {
        MediaDescription stream = description.media().get(index);
        return stream.rtpMaps().stream()
                .filter(map -> map.is(encoding) && map.clockRate() == clockRate)
                .findFirst()
                .map(map -> WebRtcStream.audio(index, stream, map));
    }

    /** Streams that we may send: those that the browser wants to receive. */
    private java.util.stream.Stream<Integer> indexes(String type) {
        return streams(type)
                .filter(i -> description.directionOf(description.media().get(i)).receives());
    }

    /** Streams that can be: RTP over DTLS with rtcp-mux, in the bundle. */
    private java.util.stream.Stream<Integer> streams(String type) {
        return IntStream.range(0, description.media().size())
                .filter(i -> can(description.media().get(i), type))
                .boxed();
    }

    private boolean can(MediaDescription stream, String type) {
        return stream.type().equals(type)
                && PROTOCOLS.contains(stream.protocol())
                && isBundled(stream, bundle)
                && stream.has("rtcp-mux");
    }

    /**
     * A stream of a call as the browser offers it.
     *
     * @param direction as the browser sees it
     * @param formats its codecs, in the order of its preference
     */
    public record Offered(int index, Direction direction, List<RtpFormat> formats) {
        public Offered {
            formats = List.copyOf(formats);
        }
    }

    /** The first stream of a type that can flow in a call; empty when there is none, or it has no codec. */
    public Optional<Offered> ofCall(String type) {
        return streams(type)
                .map(i -> {
                    MediaDescription stream = description.media().get(i);
                    return new Offered(
                            i,
                            description.directionOf(stream),
                            RtpFormat.of(stream).stream()
                                    .filter(RtpFormat::isCodec)
                                    .toList());
                })
                .filter(stream -> !stream.formats().isEmpty() && stream.direction() != Direction.INACTIVE)
                .findFirst();
    }

    /**
     * A stream of a call as we take it.
     *
     * @param format one of the offered ones
     * @param ours direction as we see it
     */
    public WebRtcStream take(Offered offered, RtpFormat format, Direction ours) {
        return WebRtcStream.ofCall(offered.index(), description.media().get(offered.index()), format, ours);
    }

    /**
     * The answer (RFC 9429 5.3.1).
     *
     * @param ours our end
     * @param accepted the streams that flow; all others are refused
     */
    public String answer(WebRtcEndpoint ours, List<WebRtcStream> accepted) {
        List<Attribute> session = new ArrayList<>();
        session.add(new Attribute("group", "BUNDLE " + mids(accepted)));
        session.add(Attribute.property("ice-lite"));
        List<MediaDescription> streams = new ArrayList<>();
        for (int i = 0; i < description.media().size(); i++) {
            streams.add(line(i, ours, accepted));
        }
        return new SessionDescription(ours.origin(), Optional.empty(), session, streams).text();
    }

    /**
     * Our new credentials after an ICE restart (RFC 8840 9), under the stream that carries the transport (RFC 9143 7.2).
     */
    public String restarted(WebRtcEndpoint ours, List<WebRtcStream> accepted) {
        WebRtcStream tagged = accepted.get(0);
        StringBuilder out = new StringBuilder(Attribute.property("ice-lite").line());
        out.append(new Attribute("group", "BUNDLE " + mids(accepted)).line());
        MediaDescription stream =
                tagged.line(description.media().get(tagged.index()), ours).with(new Attribute("mid", tagged.mid()));
        for (Attribute line : ours.ice()) {
            stream = stream.with(line);
        }
        stream.write(out);
        return out.toString();
    }

    private static String mids(List<WebRtcStream> streams) {
        return String.join(" ", streams.stream().map(WebRtcStream::mid).toList());
    }

    private MediaDescription line(int index, WebRtcEndpoint ours, List<WebRtcStream> accepted) {
        MediaDescription offered = description.media().get(index);
        return accepted.stream()
                .filter(stream -> stream.index() == index)
                .map(stream -> stream.answer(offered, ours))
                .findFirst()
                .orElseGet(() -> refused(offered));
    }

    private static MediaDescription refused(MediaDescription offered) {
        MediaDescription answer = offered.refused().with(new Connection("0.0.0.0"));
        for (String mid : offered.values("mid")) {
            answer = answer.with(new Attribute("mid", mid));
        }
        return answer.with(Direction.INACTIVE.attribute());
    }
}
