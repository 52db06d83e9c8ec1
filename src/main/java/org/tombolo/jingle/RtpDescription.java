package org.tombolo.jingle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.xml.XmlElement;

/**
 * An application of RTP (XEP-0167 5).
 *
 * @param media {@code audio} or {@code video}
 * @param formats in the order of preference
 * @param mux whether RTP and RTCP share a component (RFC 5761)
 * @param feedback kinds of feedback that are taken for any format (XEP-0293), as in {@code a=rtcp-fb}, such as {@code nack pli}
 */
public record RtpDescription(String media, List<RtpFormat> formats, boolean mux, List<String> feedback) {
    private static final int MOST_FORMATS = 64;
    private static final int MOST_PARAMETERS = 32;
    private static final int MOST_FEEDBACK = 16;

    public RtpDescription {
        formats = List.copyOf(formats);
        feedback = List.copyOf(feedback);
    }

    static RtpDescription read(XmlElement description) throws JingleException {
        List<XmlElement> types = description.all(Namespaces.RTP, "payload-type");
        if (types.size() > MOST_FORMATS) {
            throw new JingleException("more than " + MOST_FORMATS + " payload types");
        }
        List<RtpFormat> formats = new ArrayList<>();
        for (XmlElement type : types) {
            formats.add(format(type));
        }
        return new RtpDescription(
                description.attribute("media"),
                formats,
                description.child(Namespaces.RTP, "rtcp-mux").isPresent(),
                types.stream()
                        .flatMap(type -> feedback(type).stream())
                        .distinct()
                        .limit(MOST_FEEDBACK)
                        .toList());
    }

    private static List<String> feedback(XmlElement type) {
        return type.all(Namespaces.RTCP_FEEDBACK, "rtcp-fb").stream()
                .map(fb -> (fb.attribute("type") + " " + fb.attribute("subtype")).trim())
                .toList();
    }

    private static RtpFormat format(XmlElement type) throws JingleException {
        int number = number(type.attribute("id"), -1);
        String name = type.attribute("name");
        try {
            // XEP-0167 5: the name and the clock rate of a static type may be left out.
            return name.isEmpty()
                    ? RtpFormat.ofStatic(number).orElseGet(() -> new RtpFormat(number, "unknown", 1, 1, ""))
                    : new RtpFormat(
                            number,
                            name,
                            number(
                                    type.attribute("clockrate"),
                                    RtpFormat.ofStatic(number)
                                            .map(RtpFormat::clockRate)
                                            .orElse(-1)),
                            Math.max(1, number(type.attribute("channels"), 1)),
                            parameters(type));
        } catch (IllegalArgumentException e) {
            throw new JingleException("a payload type that is none: " + e.getMessage());
        }
    }

    /** XEP-0167 6: name and value are joined as in {@code a=fmtp}; what has no name there has an empty one here. */
    private static String parameters(XmlElement type) throws JingleException {
        List<XmlElement> all = type.all(Namespaces.RTP, "parameter");
        if (all.size() > MOST_PARAMETERS) {
            throw new JingleException("more than " + MOST_PARAMETERS + " parameters");
        }
        return all.stream()
                .map(p -> p.attribute("name").isEmpty()
                        ? p.attribute("value")
                        : p.attribute("name") + "=" + p.attribute("value"))
                .collect(Collectors.joining(";"));
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : otherwise;
    }

    XmlElement xml() {
        XmlElement description = XmlElement.of(Namespaces.RTP, "description").with("media", media);
        for (RtpFormat format : formats) {
            description = description.with(xml(format));
        }
        return mux ? description.with(XmlElement.of(Namespaces.RTP, "rtcp-mux")) : description;
    }

    private XmlElement xml(RtpFormat format) {
        XmlElement type = XmlElement.of(Namespaces.RTP, "payload-type")
                .with("id", String.valueOf(format.payloadType()))
                .with("name", format.encoding())
                .with("clockrate", String.valueOf(format.clockRate()))
                .with("channels", String.valueOf(format.channels()));
        for (String parameter : format.parameters().split(";", -1)) {
            if (!parameter.isBlank()) {
                type = type.with(parameter(parameter.trim()));
            }
        }
        return type.withAll(feedback.stream().map(RtpDescription::feedback).toList());
    }

    private static XmlElement feedback(String kind) {
        String[] parts = kind.split(" ", 2);
        XmlElement element = XmlElement.of(Namespaces.RTCP_FEEDBACK, "rtcp-fb").with("type", parts[0]);
        return parts.length == 2 ? element.with("subtype", parts[1]) : element;
    }

    private static XmlElement parameter(String text) {
        int equals = text.indexOf('=');
        return XmlElement.of(Namespaces.RTP, "parameter")
                .with("name", equals < 0 ? "" : text.substring(0, equals).trim())
                .with("value", text.substring(equals + 1).trim());
    }
}
