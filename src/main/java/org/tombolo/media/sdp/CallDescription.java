package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What we say of a call to a phone: each offer and answer is a newer version of one description (RFC 3264 8). */
public final class CallDescription {
    private final String host;
    private final long id;
    private int version;

    /**
     * Our side of one stream.
     *
     * @param index where the offer that is answered has it; the order of an offer of ours
     * @param type {@code audio} or {@code video}
     * @param port even port of our RTP
     * @param mux whether RTCP shares it, in an answer
     * @param direction as we see it
     * @param feedback kinds of feedback that we take (RFC 4585 4.2), such as {@code nack pli}
     * @param formats codecs, the best first
     */
    public record Stream(
            int index,
            String type,
            int port,
            boolean mux,
            Direction direction,
            List<String> feedback,
            List<RtpFormat> formats) {
        public Stream {
            feedback = List.copyOf(feedback);
            formats = List.copyOf(formats);
        }

        private MediaDescription line(String protocol) {
            MediaDescription line = new MediaDescription(
                    type,
                    port,
                    protocol,
                    formats.stream()
                            .map(format -> String.valueOf(format.payloadType()))
                            .toList(),
                    Optional.empty(),
                    List.of());
            for (RtpFormat format : formats) {
                for (Attribute attribute : format.attributes()) {
                    line = line.with(attribute);
                }
            }
            for (String kind : feedback) {
                line = line.with(new Attribute("rtcp-fb", "* " + kind));
            }
            line = line.with(direction.attribute());
            return mux ? line.with(Attribute.property("rtcp-mux")) : line;
        }
    }

    /**
     * @param host the address that others see
     * @param id names the description, as no other of ours is (RFC 8866 5.2)
     */
    public CallDescription(String host, long id) {
        this.host = host;
        this.id = id;
    }

    /** The first offer, of these streams. */
    public String offer(List<Stream> streams) {
        return text(streams.stream().map(stream -> stream.line("RTP/AVP")).toList());
    }

    /**
     * An answer, or an offer within a session: it has the lines of what the other side said last (RFC 3264 6, 8); these streams
     * are taken, all others refused.
     */
    public String matching(SessionDescription other, List<Stream> taken) {
        List<MediaDescription> lines = new ArrayList<>();
        for (int i = 0; i < other.media().size(); i++) {
            MediaDescription line = other.media().get(i);
            int index = i;
            lines.add(taken.stream()
                    .filter(stream -> stream.index() == index)
                    .map(stream -> stream.line(line.protocol()))
                    .findFirst()
                    .orElseGet(line::refused));
        }
        return text(lines);
    }

    private String text(List<MediaDescription> lines) {
        String family = host.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
        return new SessionDescription(
                        "tombolo " + id + " " + ++version + " IN " + family + host,
                        Optional.of(new Connection(host)),
                        List.of(),
                        lines)
                .text();
    }
}
