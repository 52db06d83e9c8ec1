package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stream that we send to a browser, or it to us.
 *
 * @param index of its {@code m=} line, from 0
 * @param mid its identification (RFC 5888)
 * @param direction as we see it
 * @param payloadType what the browser calls the format
 * @param ssrc ours; 0 when it is not told
 * @param playoutDelay identifier of the header extension playout-delay, 1 to 14; 0 when it is not taken
 * @param format the lines that describe the format in the answer
 */
public record WebRtcStream(
        int index,
        String mid,
        Direction direction,
        int payloadType,
        int ssrc,
        int playoutDelay,
        List<Attribute> format) {
    private static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    private static final Pattern EXTENSION = Pattern.compile("(\\d{1,3}) " + Pattern.quote(PLAYOUT_DELAY));
    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir");

    public WebRtcStream {
        format = List.copyOf(format);
    }

    static WebRtcStream h264(int index, MediaDescription offered, H264Format format) {
        int type = format.payloadType();
        // RFC 6184 8.2.2: profile and mode are the same both ways; the level may differ when both say so.
        String asymmetry = offered.formatParameters(type).contains("level-asymmetry-allowed=1")
                ? ";level-asymmetry-allowed=1"
                : "";
        return video(index, offered, format, format.answered().isEmpty() ? "" : format.answered() + asymmetry);
    }

    static WebRtcStream vp8(int index, MediaDescription offered, Vp8Format format) {
        return video(index, offered, format, format.answered());
    }

    private static WebRtcStream video(int index, MediaDescription offered, VideoFormat format, String parameters) {
        int type = format.payloadType();
        List<Attribute> lines = new ArrayList<>();
        lines.add(format.map().attribute());
        if (!parameters.isEmpty()) {
            lines.add(new Attribute("fmtp", type + " " + parameters));
        }
        lines.addAll(feedback(offered, type));
        int playoutDelay = playoutDelay(offered);
        if (playoutDelay > 0) {
            lines.add(new Attribute("extmap", playoutDelay + " " + PLAYOUT_DELAY));
        }
        return new WebRtcStream(index, mid(offered), Direction.SENDONLY, type, 0, playoutDelay, lines);
    }

    private static List<Attribute> feedback(MediaDescription offered, int type) {
        return FEEDBACK.stream()
                .filter(kind -> offered.takesFeedback(type, kind))
                .map(kind -> new Attribute("rtcp-fb", type + " " + kind))
                .toList();
    }

    /** One of a call, in a format of the offer's. */
    static WebRtcStream ofCall(int index, MediaDescription offered, RtpFormat format, Direction ours) {
        List<Attribute> lines = new ArrayList<>(format.attributes());
        lines.addAll(feedback(offered, format.payloadType()));
        return new WebRtcStream(index, mid(offered), ours, format.payloadType(), 0, 0, lines);
    }

    static WebRtcStream audio(int index, MediaDescription offered, RtpMap map) {
        return new WebRtcStream(
                index, mid(offered), Direction.SENDONLY, map.payloadType(), 0, 0, List.of(map.attribute()));
    }

    private static int playoutDelay(MediaDescription offered) {
        return offered.values("extmap").stream()
                .map(EXTENSION::matcher)
                .filter(Matcher::matches)
                .map(found -> Integer.parseInt(found.group(1)))
                .filter(id -> id >= 1 && id <= 14) // RFC 8285 4.2: the one-byte header has no more
                .findFirst()
                .orElse(0);
    }

    private static String mid(MediaDescription offered) {
        return offered.values("mid").get(0);
    }

    public WebRtcStream from(int source) {
        return new WebRtcStream(index, mid, direction, payloadType, source, playoutDelay, format);
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
        List<Attribute> lines = new ArrayList<>(List.of(new Attribute("mid", mid), direction.attribute()));
        lines.add(Attribute.property("rtcp-mux"));
        // draft-ietf-wish-whep-03, "SDP Bundle"
        lines.add(Attribute.property("rtcp-mux-only"));
        if (offered.has("rtcp-rsize")) {
            lines.add(Attribute.property("rtcp-rsize"));
        }
        lines.addAll(ours.attributes());
        lines.addAll(format);
        if (direction.sends()) {
            lines.add(new Attribute("msid", "share " + offered.type()));
        }
        if (ssrc != 0) {
            lines.add(new Attribute("ssrc", Integer.toUnsignedString(ssrc) + " cname:" + ours.cname()));
        }
        for (Attribute line : lines) {
            answer = answer.with(line);
        }
        return answer;
    }
}
