package org.tombolo.media.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A stream of a call as a phone describes it: plain RTP that both sides may send.
 *
 * @param index of its {@code m=} line, from 0
 * @param type {@code audio} or {@code video}
 * @param peer where the phone takes RTP; on hold by 0.0.0.0 (RFC 3264 8.4) it has no port
 * @param peerRtcp where it takes RTCP
 * @param mux whether RTP and RTCP share a port (RFC 5761)
 * @param direction as the phone sees it
 * @param pictureLoss whether it takes picture loss indications (RFC 4585 6.3.1)
 * @param fullIntra whether it takes full intra requests (RFC 5104 4.3.1)
 * @param formats its codecs, in the order of its preference
 * @param keys telephone-event beside them, of each clock rate (RFC 4733)
 */
public record CallStream(
        int index,
        String type,
        InetSocketAddress peer,
        InetSocketAddress peerRtcp,
        boolean mux,
        Direction direction,
        boolean pictureLoss,
        boolean fullIntra,
        List<RtpFormat> formats,
        List<RtpFormat> keys) {

    public CallStream {
        formats = List.copyOf(formats);
        keys = List.copyOf(keys);
    }

    /** The first stream of a type that is not refused and that we can relay; empty when there is none. */
    public static Optional<CallStream> first(SessionDescription description, String type) {
        return IntStream.range(0, description.media().size())
                .filter(i -> isTaken(description.media().get(i), type))
                .boxed()
                .flatMap(i -> of(description, i).stream())
                .findFirst();
    }

    private static boolean isTaken(MediaDescription stream, String type) {
        return stream.type().equals(type) && stream.port() != 0 && stream.isPlainRtp();
    }

    private static Optional<CallStream> of(SessionDescription description, int index) {
        MediaDescription stream = description.media().get(index);
        List<RtpFormat> all = RtpFormat.of(stream);
        List<RtpFormat> formats = all.stream().filter(RtpFormat::isCodec).toList();
        return StreamLine.of(description, index)
                .filter(line -> !formats.isEmpty())
                .map(line -> new CallStream(
                        index,
                        stream.type(),
                        line.nowhere() ? new InetSocketAddress(line.peer().getAddress(), 0) : line.peer(),
                        line.peerRtcp(),
                        line.mux(),
                        line.nowhere() ? Direction.INACTIVE : description.directionOf(stream),
                        takes(stream, formats, "nack pli"),
                        takes(stream, formats, "ccm fir"),
                        formats,
                        all.stream().filter(RtpFormat::isKeys).toList()));
    }

    private static boolean takes(MediaDescription stream, List<RtpFormat> formats, String feedback) {
        return formats.stream().anyMatch(format -> stream.takesFeedback(format.payloadType(), feedback));
    }

    /** Whether a description has a stream of a type that is not refused, of whatever kind; false for what is none. */
    public static boolean offers(String sdp, String type) {
        try {
            return SessionDescription.parse(sdp).media().stream()
                    .anyMatch(stream -> stream.type().equals(type) && stream.port() != 0);
        } catch (SdpException e) {
            // Who tries to call is told what is wrong with the description.
            return sdp.contains("\nm=" + type + " ");
        }
    }

    /** The first codec of this stream that is among others, with its number here. */
    public Optional<RtpFormat> firstAmong(List<RtpFormat> others) {
        return formats.stream()
                .filter(format -> others.stream().anyMatch(format::isSameAs))
                .findFirst();
    }
}
