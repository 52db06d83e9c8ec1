package org.tombolo.media.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.sdp.Attribute;
import org.tombolo.media.sdp.Connection;
import org.tombolo.media.sdp.MediaDescription;
import org.tombolo.media.sdp.SessionDescription;

/** Describes a share (RFC 2326 C.1). */
final class Sdp {
    private Sdp() {}

    /**
     * @param uri how the client names us
     * @param target the share and the token that opens it, which the streams' URLs need as well
     */
    static String of(RtspSource source, String uri, RtspRequest.Target target) {
        String base = uri.substring(0, uri.indexOf('/', "rtsp://".length())) + "/" + target.share();
        String token = target.token().isEmpty() ? "" : "?t=" + target.token();
        List<MediaDescription> streams = new ArrayList<>();
        for (int i = 0; i < source.media().size(); i++) {
            streams.add(stream(source.media().get(i), base + "/track" + i + token));
        }
        return new SessionDescription(
                        "- " + Integer.toUnsignedString(target.share().hashCode()) + " 1 IN IP4 0.0.0.0",
                        Optional.of(new Connection("0.0.0.0")),
                        List.of(new Attribute("control", "*"), new Attribute("range", "npt=now-")),
                        streams)
                .text();
    }

    private static MediaDescription stream(RtspMedia media, String control) {
        String type = String.valueOf(media.payloadType());
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("rtpmap", type + " " + media.encoding()));
        if (!media.parameters().isEmpty()) {
            attributes.add(new Attribute("fmtp", type + " " + media.parameters()));
        }
        attributes.add(new Attribute("control", control));
        return new MediaDescription(media.type(), 0, "RTP/AVP", List.of(type), Optional.empty(), attributes);
    }
}
