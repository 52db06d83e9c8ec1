package org.tombolo.media.rtsp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.tombolo.media.relay.Relay;

/**
 * What one player plays (RFC 2326 A.1): READY -> PLAYING, by PLAY; any -> gone, by TEARDOWN, with its connection, in silence, or with the
 * share. On the server's thread.
 */
final class RtspSession {
    private final String id;
    private final String share;
    private final RtspSource source;
    private final InetAddress player;
    private final RandomGenerator random;
    // RFC 7022 4.2: a short-term persistent CNAME tells nothing about us
    private final String cname = UUID.randomUUID().toString();
    private final Map<Integer, Playing> tracks = new TreeMap<>();
    private boolean playing;

    private record Playing(RtspTrack track, Transport transport) {}

    /** How packets leave. */
    interface Outlet {
        boolean hasRoom();

        /** In the connection of the requests. */
        void frame(int channel, ByteBuffer packet);

        /** From our RTP port, or from our RTCP port, which is the next one. */
        void datagram(boolean control, ByteBuffer packet, InetSocketAddress to);
    }

    RtspSession(String id, String share, RtspSource source, InetAddress player, RandomGenerator random) {
        this.id = id;
        this.share = share;
        this.source = source;
        this.player = player;
        this.random = random;
    }

    String id() {
        return id;
    }

    String share() {
        return share;
    }

    boolean isPlaying() {
        return playing;
    }

    boolean isOver() {
        return source.over().getAsBoolean();
    }

    boolean has(int track) {
        return track >= 0 && track < source.media().size();
    }

    /** Whether another stream has one of its channels or ports. */
    boolean collides(int track, Transport wanted) {
        return tracks.entrySet().stream()
                .filter(entry -> entry.getKey() != track)
                .map(entry -> entry.getValue().transport())
                .anyMatch(t -> t.interleaved() == wanted.interleaved() && Math.abs(t.first() - wanted.first()) < 2);
    }

    /** Adds a stream; tells its source. */
    int setup(int track, Transport transport, Outlet outlet) {
        RtspMedia media = source.media().get(track);
        // below 2^15, so that the first roll-over is far away
        int first = random.nextInt(1 << 15);
        tracks.put(track, new Playing(new RtspTrack(media, out(transport, outlet), cname, first), transport));
        return media.relay().ssrc();
    }

    private RtspTrack.Out out(Transport transport, Outlet outlet) {
        return new RtspTrack.Out() {
            @Override
            public boolean hasRoom() {
                return !transport.interleaved() || outlet.hasRoom();
            }

            @Override
            public void send(ByteBuffer packet, boolean control) {
                int to = transport.first() + (control ? 1 : 0);
                if (transport.interleaved()) {
                    outlet.frame(to, packet);
                } else {
                    outlet.datagram(control, packet, new InetSocketAddress(player, to));
                }
            }
        };
    }

    /** Whether a datagram from there is of this player. */
    boolean isFrom(InetSocketAddress address) {
        return address.getAddress().equals(player)
                && tracks.values().stream()
                        .map(Playing::transport)
                        .anyMatch(t -> !t.interleaved() && t.first() + 1 == address.getPort());
    }

    /** Starts all streams; the audience is told of their packets. */
    void play(Relay.Audience audience) {
        playing = true;
        boolean interleaved =
                tracks.values().stream().anyMatch(one -> one.transport().interleaved());
        source.events().playing((interleaved ? "in its TCP connection from " : "UDP to ") + player.getHostAddress());
        for (Playing one : tracks.values()) {
            if (one.track().start()) {
                source.keyframeRequest().run();
            }
            one.track().relay().add(audience);
        }
    }

    /** RFC 2326 12.33, without times: they are those of our reports. */
    String rtpInfo(String base) {
        StringBuilder out = new StringBuilder();
        tracks.forEach((number, one) -> out.append(out.isEmpty() ? "" : ",")
                .append("url=")
                .append(base)
                .append("/track")
                .append(number)
                .append(";seq=")
                .append(one.track().firstSequence()));
        return out.toString();
    }

    boolean pump(ByteBuffer buffer) {
        boolean more = false;
        for (Playing one : tracks.values()) {
            more |= playing && one.track().pump(buffer);
        }
        return more;
    }

    void report(Instant now) {
        if (playing) {
            tracks.values().forEach(one -> one.track().report(now));
        }
    }

    void end(Relay.Audience audience) {
        for (Playing one : tracks.values()) {
            one.track().relay().remove(audience);
            if (playing) {
                one.track().bye();
            }
        }
        if (playing) {
            String got =
                    tracks.values().stream().map(one -> one.track().summary()).collect(Collectors.joining("; "));
            source.events().ended(got);
        }
        playing = false;
        tracks.clear();
    }
}
