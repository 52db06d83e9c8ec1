package org.tombolo.media.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a stream that we accept stands in the offer, and its other end.
 *
 * @param index of its {@code m=} line, from 0
 * @param peer where the offerer takes RTP; RTP comes from this address
 * @param peerRtcp where the offerer takes RTCP
 * @param mux whether RTP and RTCP share a port (RFC 5761)
 * @param flows whether the offerer sends now; if not, the stream is on hold
 */
public record StreamLine(int index, InetSocketAddress peer, InetSocketAddress peerRtcp, boolean mux, boolean flows) {
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
                        flows));
    }

    /** Whether the offerer has no address for us, which old phones mean as hold (RFC 3264 8.4). */
    public boolean nowhere() {
        return peer.getAddress().equals(NOWHERE);
    }

    /** The start of our answer: same protocol, one format, and the direction that RFC 3264 6.1 leaves us. */
    MediaDescription answer(MediaDescription offered, int port, int payloadType) {
        MediaDescription answer = new MediaDescription(
                offered.type(),
                port,
                offered.protocol(),
                java.util.List.of(String.valueOf(payloadType)),
                Optional.empty(),
                java.util.List.of());
        answer = answer.with(flows ? Direction.RECVONLY.attribute() : Direction.INACTIVE.attribute());
        return mux ? answer.with(Attribute.property("rtcp-mux")) : answer;
    }
}
