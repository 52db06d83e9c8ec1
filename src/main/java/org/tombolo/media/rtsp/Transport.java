package org.tombolo.media.rtsp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a client wants a stream (RFC 2326 12.39).
 *
 * @param interleaved whether in the RTSP connection (10.12); else by UDP to the address that the connection comes from
 * @param first the channel of RTP when interleaved, else the port; RTCP has the one after it
 */
record Transport(boolean interleaved, int first) {
    private static final Pattern TCP = Pattern.compile("RTP/AVP/TCP(?:;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern UDP = Pattern.compile("RTP/AVP(?:/UDP)?(?:;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANNELS = Pattern.compile(";\\s*interleaved=(\\d{1,3})(?:-\\d{1,3})?(?:;|$)");
    private static final Pattern PORTS = Pattern.compile(";\\s*client_port=(\\d{1,5})(?:-\\d{1,5})?(?:;|$)");
    private static final int NO_SERVICE_OF_A_SYSTEM = 1024;

    /**
     * The first of the client's alternatives that we can serve.
     *
     * @param track number of the stream, which gives the channels of who names none
     */
    static Optional<Transport> choose(String header, int track) {
        for (String one : header.split(",", 8)) {
            String spec = one.trim();
            Optional<Transport> transport = spec.contains("multicast") ? Optional.empty() : parse(spec, track);
            if (transport.isPresent()) {
                return transport;
            }
        }
        return Optional.empty();
    }

    private static Optional<Transport> parse(String spec, int track) {
        if (TCP.matcher(spec).matches()) {
            int channel = number(CHANNELS, spec).orElse(2 * track);
            return Optional.of(new Transport(true, channel)).filter(t -> channel <= 254);
        }
        if (UDP.matcher(spec).matches()) {
            return number(PORTS, spec)
                    .filter(port -> port >= NO_SERVICE_OF_A_SYSTEM && port < 65535)
                    .map(port -> new Transport(false, port));
        }
        return Optional.empty();
    }

    private static Optional<Integer> number(Pattern pattern, String spec) {
        Matcher matcher = pattern.matcher(spec);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** The header of the answer. */
    String answer(int serverPort, int ssrc) {
        String source = String.format(";ssrc=%08X", ssrc);
        return interleaved
                ? "RTP/AVP/TCP;unicast;interleaved=" + first + "-" + (first + 1) + source
                : "RTP/AVP;unicast;client_port=" + first + "-" + (first + 1) + ";server_port=" + serverPort + "-"
                        + (serverPort + 1) + source;
    }
}
