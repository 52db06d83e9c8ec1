package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stream that we send to a browser.
 *
 * @param index of its {@code m=} line, from 0
 * @param mid its identification (RFC 5888)
 * @param payloadType what the browser calls the format
 * @param ssrc ours; 0 until it is known
 * @param format the lines that describe the format in the answer
 */
public record WebRtcStream(int index, String mid, int payloadType, int ssrc, List<Attribute> format) {
    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir");

    public WebRtcStream {
        format = List.copyOf(format);
    }

    static WebRtcStream h264(int index, MediaDescription offered, H264Format format) {
        int type = format.payloadType();
        List<Attribute> lines = new ArrayList<>();
        lines.add(new RtpMap(type, "H264", 90_000).attribute());
        // RFC 6184 8.2.2: profile and mode are the same both ways; the level may differ when both say so.
        String asymmetry = offered.formatParameters(type).contains("level-asymmetry-allowed=1")
                ? ";level-asymmetry-allowed=1"
                : "";
        format.answer().ifPresent(fmtp -> lines.add(new Attribute("fmtp", fmtp.value() + asymmetry)));
        FEEDBACK.stream()
                .filter(kind -> offered.takesFeedback(type, kind))
                .forEach(kind -> lines.add(new Attribute("rtcp-fb", type + " " + kind)));
        return new WebRtcStream(index, mid(offered), type, 0, lines);
    }

    static WebRtcStream audio(int index, MediaDescription offered, RtpMap map) {
        return new WebRtcStream(index, mid(offered), map.payloadType(), 0, List.of(map.attribute()));
    }

    private static String mid(MediaDescription offered) {
        return offered.values("mid").get(0);
    }

    public WebRtcStream from(int source) {
        return new WebRtcStream(index, mid, payloadType, source, format);
    }

    /** The start of the stream's lines. */
    MediaDescription line(MediaDescription offered, WebRtcEndpoint ours) {
        return new MediaDescription(
                offered.type(),
                ours.port(),
                offered.protocol(),
                List.of(String.valueOf(payloadType)),
                Optional.of(ours.connection()),
                List.of());
    }

    MediaDescription answer(MediaDescription offered, WebRtcEndpoint ours) {
        MediaDescription answer = line(offered, ours);
        List<Attribute> lines = new ArrayList<>(List.of(new Attribute("mid", mid), Direction.SENDONLY.attribute()));
        lines.add(Attribute.property("rtcp-mux"));
        // draft-ietf-wish-whep-03, "SDP Bundle"
        lines.add(Attribute.property("rtcp-mux-only"));
        if (offered.has("rtcp-rsize")) {
            lines.add(Attribute.property("rtcp-rsize"));
        }
        lines.addAll(ours.attributes());
        lines.addAll(format);
        lines.add(new Attribute("msid", "share " + offered.type()));
        lines.add(new Attribute("ssrc", Integer.toUnsignedString(ssrc) + " cname:" + ours.cname()));
        for (Attribute line : lines) {
            answer = answer.with(line);
        }
        return answer;
    }
}
