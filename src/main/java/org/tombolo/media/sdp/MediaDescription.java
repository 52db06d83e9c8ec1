package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code m=} section (RFC 8866 5.14).
 *
 * @param type {@code audio}, {@code video} and so on
 * @param port 0 to 65535; 0 refuses or removes the stream
 * @param protocol such as {@code RTP/AVP}
 * @param formats payload types for RTP
 * @param connection its own {@code c=}
 * @param attributes in order
 */
public record MediaDescription(
        String type,
        int port,
        String protocol,
        List<String> formats,
        Optional<Connection> connection,
        List<Attribute> attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    static MediaDescription parse(String text) throws SdpException {
        String[] parts = text.trim().split(" +");
        if (parts.length < 4 || parts.length > 3 + SdpReader.MOST_FORMATS) {
            throw new SdpException("m=" + text + " lacks port, protocol or format, or has too many");
        }
        int slash = parts[1].indexOf('/');
        String port = slash < 0 ? parts[1] : parts[1].substring(0, slash);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new SdpException("m=" + text + " has no port from 0 to 65535");
        }
        List<String> formats = List.of(parts).subList(3, parts.length);
        return new MediaDescription(parts[0], Integer.parseInt(port), parts[2], formats, Optional.empty(), List.of());
    }

    /** The same stream refused (RFC 3264 6). */
    public MediaDescription refused() {
        return new MediaDescription(type, 0, protocol, formats, Optional.empty(), List.of());
    }

    MediaDescription with(Connection newConnection) {
        return new MediaDescription(type, port, protocol, formats, Optional.of(newConnection), attributes);
    }

    MediaDescription with(Attribute attribute) {
        List<Attribute> more = new ArrayList<>(attributes);
        more.add(attribute);
        return new MediaDescription(type, port, protocol, formats, connection, more);
    }

    /** Whether this is RTP that we can read: no SRTP, with or without feedback (RFC 3551, RFC 4585). */
    boolean isPlainRtp() {
        return protocol.equals("RTP/AVP") || protocol.equals("RTP/AVPF");
    }

    /** Whether it is RTP that SRTP protects (RFC 3711, RFC 5124). */
    boolean isSecured() {
        return protocol.equals("RTP/SAVP") || protocol.equals("RTP/SAVPF");
    }

    /** The value of the first attribute of a name. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** Values of all attributes of a name. */
    List<String> values(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .toList();
    }

    /** The formats that are RTP payload types of a known encoding, in the order of preference. */
    List<RtpMap> rtpMaps() {
        List<RtpMap> maps = new ArrayList<>();
        for (String format : formats) {
            rtpMap(format).ifPresent(maps::add);
        }
        return maps;
    }

    private Optional<RtpMap> rtpMap(String format) {
        if (!format.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int payloadType = Integer.parseInt(format);
        return values("rtpmap").stream()
                .flatMap(value -> RtpMap.parse(value).stream())
                .filter(map -> map.payloadType() == payloadType)
                .findFirst()
                .or(() -> RtpMap.ofStatic(payloadType));
    }

    /** Format parameters of a payload type (RFC 8866 6.15), empty when there are none. */
    String formatParameters(int payloadType) {
        String start = payloadType + " ";
        return values("fmtp").stream()
                .filter(value -> value.startsWith(start))
                .map(value -> value.substring(start.length()).trim())
                .findFirst()
                .orElse("");
    }

    /** Where the writer takes RTCP: the port of {@code a=rtcp} (RFC 3605), else the next one. */
    int rtcpPort() {
        return values("rtcp").stream()
                .map(value -> value.split(" ", 2)[0])
                .filter(value -> value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65535)
                .map(Integer::parseInt)
                .findFirst()
                .orElse(port < 65535 ? port + 1 : 0);
    }

    /** Whether it has an attribute of this name. */
    public boolean has(String property) {
        return attributes.stream().anyMatch(a -> a.name().equals(property));
    }

    /** Whether the writer takes a kind of feedback for a payload type (RFC 4585 4.2). */
    boolean takesFeedback(int payloadType, String feedback) {
        return values("rtcp-fb").stream()
                .anyMatch(value -> value.equals("* " + feedback) || value.equals(payloadType + " " + feedback));
    }

    void write(StringBuilder out) {
        out.append("m=").append(type).append(' ').append(port).append(' ').append(protocol);
        formats.forEach(format -> out.append(' ').append(format));
        out.append("\r\n");
        connection.ifPresent(c -> out.append(c.line()));
        attributes.forEach(a -> out.append(a.line()));
    }
}
