package org.tombolo.web.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.web.Refusal;

/**
 * {@code /hls/{share}/index.m3u8} and what it leads to (RFC 8216): live, with low latency for clients that can
 * (draft-pantos-hls-rfc8216bis), rewound, and after the end. Who waits for what comes next holds no thread.
 */
public final class HlsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String PLAYLIST = "application/vnd.apple.mpegurl";
    private static final String VIDEO = "video/mp4";
    private static final String ASKED = HlsServlet.class.getName();
    private static final String RETRY_AFTER = "Retry-After";
    private static final Pattern PATH = Pattern.compile(
            "/([A-Za-z0-9_-]{22})/(?:(index|live)\\.m3u8|init(\\d{1,9})\\.mp4|seg(\\d{1,18})\\.m4s|part(\\d{1,18})\\.(\\d{1,6})\\.m4s)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern LINK = Pattern.compile("[A-Za-z0-9_-]{1,400}");

    private final transient Shares shares;
    private final transient MediaAccess access;
    private final transient Parking parking;

    /**
     * @param access judges a link by the share's {@code index.m3u8}, which it was made for
     * @param patience how long a client waits for what comes next
     */
    public HlsServlet(Shares shares, MediaAccess access, Duration patience) {
        this.shares = shares;
        this.access = access;
        this.parking = new Parking(patience);
    }

    /** Where a share's playlist is, below the context path. */
    public static String path(String share) {
        return "/hls/" + share + "/index.m3u8";
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        try {
            // What was judged before the waiting is not judged again: containers differ in what is left of a request by
            // then.
            boolean waited = request.getAttribute(ASKED) instanceof Asked;
            answer(new Exchange(request, response, waited ? (Asked) request.getAttribute(ASKED) : asked(request)));
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        }
    }

    private Asked asked(HttpServletRequest request) {
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        if (!path.matches()) {
            throw Refusal.of(404, "there is no such part of a share");
        }
        Share share = shares.find(path.group(1)).orElseThrow(Removal::noShare);
        String viewer = access.viewer(request, share).orElseThrow(Removal::noShare);
        Audience audience = shares.audience(share.id()).orElseThrow(Removal::noShare);
        return new Asked(
                () -> audience.asks(viewer),
                stream(share),
                path.toMatchResult(),
                Optional.ofNullable(request.getParameter("t"))
                        .filter(t -> LINK.matcher(t).matches())
                        .map(t -> "?t=" + t)
                        .orElse(""),
                number(request, "_HLS_msn"),
                number(request, "_HLS_part"),
                request.getParameter("_HLS_skip") != null);
    }

    private static Optional<Long> number(HttpServletRequest request, String name) {
        Optional<String> value = Optional.ofNullable(request.getParameter(name));
        if (value.filter(v -> !NUMBER.matcher(v).matches()).isPresent()) {
            throw Refusal.of(400, name + " must be a number");
        }
        return value.map(Long::valueOf);
    }

    private HlsStream stream(Share share) {
        if (share.state() == ShareState.WAITING) {
            throw Refusal.of(409, Problems.waiting(share)).with(RETRY_AFTER, "1");
        }
        // Who asks for what comes next waits until it is there.
        if (shares.prepare(share.id()) == OnDemand.Answer.BUSY) {
            Problems.whenPrepared(OnDemand.Answer.BUSY);
        }
        return shares.hls(share.id()).orElseThrow(() -> gone(share));
    }

    private static Refusal gone(Share share) {
        return Refusal.of(410, "the share is over: " + share.reason());
    }

    private static Refusal forgotten() {
        return Refusal.of(410, "nothing of the share is kept any more");
    }

    private void answer(Exchange exchange) throws IOException {
        if (!exchange.asked.admitted.getAsBoolean()) {
            throw Removal.refusal();
        }
        HlsStream stream = exchange.asked.stream;
        MatchResult path = exchange.asked.path;
        if ("index".equals(path.group(2))) {
            whenThere(exchange, 0, 0, () -> exchange.text(stream.multivariant(exchange.asked.query)));
        } else if ("live".equals(path.group(2))) {
            live(exchange);
        } else if (path.group(3) != null) {
            exchange.bytes(stream.init(Integer.parseInt(path.group(3))).map(List::of));
        } else if (path.group(4) != null) {
            exchange.bytes(stream.segment(Long.parseLong(path.group(4))));
        } else {
            part(exchange, Long.parseLong(path.group(5)), Integer.parseInt(path.group(6)));
        }
    }

    /** bis 6.2.5.2: a playlist that has what the client names; without, the first whole segment, for players that know no parts. */
    private void live(Exchange exchange) throws IOException {
        Asked asked = exchange.asked;
        if (asked.part.isPresent() && asked.segment.isEmpty()) {
            throw Refusal.of(400, "_HLS_part needs _HLS_msn");
        }
        whenThere(
                exchange,
                asked.segment.orElse(0L),
                asked.part.map(Long::intValue).orElse(-1),
                () -> exchange.text(asked.stream.media(asked.delta, asked.query)));
    }

    /** bis 6.2.6: the part of a preload hint is sent when it is there. */
    private void part(Exchange exchange, long segment, int part) throws IOException {
        HlsStream stream = exchange.asked.stream;
        Optional<List<byte[]>> there = stream.part(segment, part);
        if (there.isPresent() || !stream.isNext(segment, part)) {
            exchange.bytes(there);
        } else {
            whenThere(exchange, segment, part, () -> exchange.bytes(stream.part(segment, part)));
        }
    }

    private interface Answer {
        void send() throws IOException;
    }

    private void whenThere(Exchange exchange, long segment, int part, Answer answer) throws IOException {
        switch (exchange.asked.stream.playlist(segment, part)) {
            case NOW -> answer.send();
            case TOO_FAR -> throw Refusal.of(400, "segment " + segment + " is too far ahead");
            case SOON -> {
                if (exchange.request.getDispatcherType() == DispatcherType.ASYNC) {
                    throw Refusal.of(503, "it did not come in time, or too many wait for it")
                            .with(RETRY_AFTER, "1");
                }
                exchange.request.setAttribute(ASKED, exchange.asked);
                parking.park(exchange.request, exchange.response, exchange.asked.stream, segment, part);
            }
        }
    }

    @Override
    public void destroy() {
        parking.close();
    }

    /**
     * What was asked for, by somebody who may.
     *
     * @param admitted whether who asks has not been removed, meanwhile as well
     * @param query a link opens all that the playlist leads to, so that it goes on with each of them
     * @param segment the media sequence number that the playlist is to have, and the part of it
     * @param delta whether the client knows the older segments
     */
    private record Asked(
            BooleanSupplier admitted,
            HlsStream stream,
            MatchResult path,
            String query,
            Optional<Long> segment,
            Optional<Long> part,
            boolean delta) {}

    /** One request and its answer. */
    private record Exchange(HttpServletRequest request, HttpServletResponse response, Asked asked) {
        void text(Optional<String> playlist) throws IOException {
            byte[] octets = playlist.orElseThrow(HlsServlet::forgotten).getBytes(StandardCharsets.UTF_8);
            send(PLAYLIST, List.of(octets));
        }

        void bytes(Optional<List<byte[]>> pieces) throws IOException {
            send(VIDEO, pieces.orElseThrow(() -> Refusal.of(404, "that part of the share is not kept")));
        }

        private void send(String type, List<byte[]> pieces) throws IOException {
            response.setContentType(type);
            response.setContentLength(
                    pieces.stream().mapToInt(piece -> piece.length).sum());
            for (byte[] piece : pieces) {
                response.getOutputStream().write(piece);
            }
        }
    }
}
