package org.tombolo.msrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpResponse;
import org.tombolo.msrp.wire.MsrpSyntaxException;
import org.tombolo.msrp.wire.MsrpUri;

/**
 * Our place at the relays (RFC 4976 5.1): one connection to the first of them, over which all our sessions go. DOWN ->
 * CONNECTING -> AUTHORISING -> UP -> DOWN; it comes up again by itself, until it is STOPPED. On the thread of its connection; what is public is
 * safe for all.
 */
final class RelayLink {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLink.class);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofMinutes(1);

    private enum State {
        DOWN,
        CONNECTING,
        AUTHORISING,
        UP,
        STOPPED
    }

    /** What is known while the relay serves us. */
    private record Place(Connection connection, MsrpPath usePath) {}

    private final RelayOptions options;
    private final Ids ids;
    private final MsrpUri own;
    private final LongSupplier nanos;
    private @Nullable Links links;
    private @Nullable IoThread home;
    private State state = State.DOWN;
    private Duration pause = LEAST_PAUSE;
    private long next;
    private volatile @Nullable Place place;

    /** @param own URI by which the relay knows us */
    RelayLink(RelayOptions options, Ids ids, MsrpUri own, LongSupplier nanos) {
        this.options = options;
        this.ids = ids;
        this.own = own;
        this.nanos = nanos;
    }

    /** Relays that lead to us, the farthest first; empty while they do not serve us. */
    Optional<MsrpPath> usePath() {
        Place now = place;
        return now == null ? Optional.empty() : Optional.of(now.usePath());
    }

    Optional<Connection> connection() {
        Place now = place;
        return now == null ? Optional.empty() : Optional.of(now.connection());
    }

    /** Begins. */
    void start(Links allLinks, IoThread thread) {
        links = allLinks;
        home = thread;
        thread.loop.execute(this::tick);
    }

    /** Ends; what happens to the connection then is no news. */
    void stop() {
        onHome(() -> state = State.STOPPED);
    }

    /** Once a second. */
    void tick() {
        if (state == State.DOWN && nanos.getAsLong() >= next) {
            connect();
        } else if (state == State.UP && nanos.getAsLong() >= next) {
            connection().ifPresent(c -> new RelayAuth(this, c, options, ids, own).start());
            next = Long.MAX_VALUE;
        }
        if (home != null) {
            home.relays.start(this);
        }
    }

    private void connect() {
        MsrpUri first = options.relays().first();
        state = State.CONNECTING;
        if (links != null) {
            links.connectTo(
                    first.secure(),
                    first.bareHost(),
                    first.connectPort(),
                    connection -> connection.thread().loop.execute(() -> authorise(connection)),
                    closed -> onHome(() -> down("the connection ended")),
                    why -> onHome(() -> down(why)));
        }
    }

    private void authorise(Connection connection) {
        connection.keep();
        onHome(() -> state = State.AUTHORISING);
        new RelayAuth(this, connection, options, ids, own).start();
    }

    private void onHome(Runnable work) {
        if (home != null) {
            home.loop.execute(work);
        }
    }

    /** The relays serve us for a while. */
    void authorised(Connection connection, MsrpPath usePath, Duration expires) {
        onHome(() -> {
            boolean moved = place != null && !place.usePath().equals(usePath);
            if (place == null || moved) {
                LOG.info("reached through MSRP relays: {}", usePath.text());
            }
            place = new Place(connection, usePath);
            state = State.UP;
            pause = LEAST_PAUSE;
            // RFC 4976 5.1: anew in good time before it expires.
            next = nanos.getAsLong() + expires.toNanos() * 4 / 5;
        });
    }

    /** The relays do not serve us, or not any more. */
    void refused(Connection connection, String why) {
        onHome(() -> {
            pause = MOST_PAUSE;
            down(why);
        });
        connection.end("the relay refuses us: " + why);
    }

    private void down(String why) {
        if (state != State.DOWN && state != State.STOPPED) {
            LOG.warn("no MSRP relay: {}", why);
            state = State.DOWN;
            place = null;
            next = nanos.getAsLong() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** The whole path of a Use-Path header: a relay may name itself only, and then those before it are added. */
    static MsrpPath whole(MsrpResponse response, Optional<MsrpPath> before) throws MsrpSyntaxException {
        MsrpPath named = MsrpPath.parse(response.header("Use-Path").orElse(""));
        List<MsrpUri> all = new ArrayList<>(named.hops());
        before.ifPresent(path -> path.hops().stream()
                .filter(hop -> all.stream().noneMatch(hop::equivalent))
                .forEach(all::add));
        return new MsrpPath(all);
    }
}
