package org.tombolo.media.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a stream that we accept stands in the offer, and its other end.
 *
 * @param index of its {@code m=} line, from 0
 * @param peer where the offerer takes RTP; RTP comes from this address
 * @param peerRtcp where the offerer takes RTCP
 * @param mux whether RTP and RTCP share a port (RFC 5761)
 * @param flows whether the offerer sends now; if not, the stream is on hold
 * @param key what protects the offerer's packets (RFC 4568), when it says that they are protected
 */
public record StreamLine(
        int index,
        InetSocketAddress peer,
        InetSocketAddress peerRtcp,
        boolean mux,
        boolean flows,
        Optional<SdesKey> key) {
    private static final InetAddress NOWHERE = new InetSocketAddress(0).getAddress();

    static Optional<StreamLine> of(SessionDescription offer, int index) {
        MediaDescription stream = offer.media().get(index);
        Optional<Connection> connection = offer.connectionOf(stream);
        boolean unspecified = connection.filter(Connection::isUnspecified).isPresent();
        boolean flows = offer.directionOf(stream).sends() && !unspecified;
        boolean mux = stream.has("rtcp-mux");
        int rtcpPort = mux ? stream.port() : stream.rtcpPort();
        return connection
                .flatMap(c -> c.isUnspecified() ? Optional.of(NOWHERE) : c.unicast())
                .map(ip -> new StreamLine(
                        index,
                        new InetSocketAddress(ip, stream.port()),
                        new InetSocketAddress(ip, ip.equals(NOWHERE) ? 0 : rtcpPort),
                        mux,
                        flows,
                        stream.isSecured() ? SdesKey.first(stream) : Optional.empty()));
    }

    /** Whether the offerer has no address for us, which old phones mean as hold (RFC 3264 8.4). */
    public boolean nowhere() {
        return peer.getAddress().equals(NOWHERE);
    }

    /** The start of our answer: same protocol, our formats, the direction that RFC 3264 6.1 leaves us, and our key. */
    MediaDescription answer(MediaDescription offered, LocalStream ours, List<RtpMap> formats) {
        List<String> types = formats.stream()
                .map(format -> String.valueOf(format.payloadType()))
                .toList();
        MediaDescription answer = new MediaDescription(
                offered.type(), ours.port(), offered.protocol(), types, Optional.empty(), List.of());
        answer = answer.with(flows ? Direction.RECVONLY.attribute() : Direction.INACTIVE.attribute());
        answer = mux ? answer.with(Attribute.property("rtcp-mux")) : answer;
        answer = ours.key().map(SdesKey::attribute).map(answer::with).orElse(answer);
        for (RtpMap format : formats) {
            answer = answer.with(format.attribute());
        }
        return answer;
    }
}
