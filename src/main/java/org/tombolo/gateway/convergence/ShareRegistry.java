package org.tombolo.gateway.convergence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcResult;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.trace.SessionId;

/** Knows which converged session each share lives in; what is live of a share is attached there. Remembers those that are over for a while, so that a late visitor is told. */
final class ShareRegistry implements Shares {
    private static final int MOST_OVER = 1000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final ConvergedSessions sessions;
    private final Clock clock;
    private final int mostActive;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final ArrayDeque<Over> over = new ArrayDeque<>();
    private int active;

    private record Over(String id, Instant since) {}

    private static final class Entry {
        private final SessionId session;
        private final List<Consumer<Share>> listeners = new CopyOnWriteArrayList<>();
        private final Optional<HlsStream> hls;
        private final Audience audience;
        private Share share;

        Entry(SessionId session, Share share, Optional<HlsStream> hls, Audience audience) {
            this.session = session;
            this.audience = audience;
            this.hls = hls;
            this.share = share;
        }
    }

    ShareRegistry(ConvergedSessions sessions, Clock clock, int mostActive) {
        this.sessions = sessions;
        this.clock = clock;
        this.mostActive = mostActive;
    }

    /**
     * Adds a share; false when there are too many already. A refused one is only remembered.
     *
     * @param hls what can be played of it, as long as it is remembered
     */
    synchronized boolean add(SessionId session, Share share, Optional<HlsStream> hls) {
        forgetOld();
        if (share.state().isFinal()) {
            over.add(new Over(share.id(), clock.instant()));
        } else if (active >= mostActive) {
            return false;
        } else {
            active++;
        }
        entries.put(share.id(), new Entry(session, share, hls, new Audience(clock)));
        return true;
    }

    /** Keeps the new state and tells those who listen. */
    void update(Share share) {
        List<Consumer<Share>> listeners;
        synchronized (this) {
            Entry entry = entries.get(share.id());
            if (entry == null) {
                return;
            }
            entry.share = share;
            listeners = List.copyOf(entry.listeners);
            if (share.state().isFinal()) {
                active--;
                over.add(new Over(share.id(), clock.instant()));
            }
        }
        listeners.forEach(listener -> listener.accept(share));
    }

    synchronized int active() {
        return active;
    }

    @Override
    public synchronized List<Share> list(String after, int limit) {
        List<Share> all = new ArrayList<>();
        entries.values().forEach(entry -> all.add(entry.share));
        Collections.reverse(all);
        int from = 0;
        if (!after.isEmpty()) {
            from = all.size();
            for (int i = 0; i < all.size(); i++) {
                from = all.get(i).id().equals(after) ? i + 1 : from;
            }
        }
        return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
    }

    @Override
    public synchronized Optional<Share> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.share);
    }

    @Override
    public synchronized Runnable subscribe(String id, Consumer<Share> listener) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return () -> {};
        }
        entry.listeners.add(listener);
        return () -> entry.listeners.remove(listener);
    }

    @Override
    public OnDemand.Answer prepare(String id) {
        return live(id).map(ShareOutputs::want).orElse(OnDemand.Answer.NOW);
    }

    @Override
    public Optional<CompletableFuture<byte[]>> poster(String id) {
        return live(id).flatMap(ShareOutputs::poster);
    }

    @Override
    public Optional<Viewer> watch(String id) {
        return live(id).flatMap(ShareOutputs::watch);
    }

    @Override
    public Optional<WebRtcResult> watch(String id, String offer) {
        return live(id).flatMap(outputs -> outputs.watch(offer));
    }

    @Override
    public Optional<WebRtcConnection> viewer(String id, String connection) {
        return live(id).flatMap(outputs -> outputs.viewer(connection));
    }

    @Override
    public synchronized Optional<HlsStream> hls(String id) {
        return Optional.ofNullable(entries.get(id)).flatMap(entry -> entry.hls);
    }

    @Override
    public synchronized Optional<Audience> audience(String id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.audience);
    }

    @Override
    public Optional<byte[]> still(String id) {
        return live(id).flatMap(ShareOutputs::still);
    }

    @Override
    public Optional<RtspSource> rtsp(String id) {
        return live(id).flatMap(ShareOutputs::rtsp);
    }

    private Optional<ShareOutputs> live(String id) {
        return session(id).flatMap(s -> s.attached(ShareSession.class)).map(ShareSession::outputs);
    }

    @Override
    public boolean end(String id) {
        boolean lives = find(id).filter(share -> !share.state().isFinal()).isPresent();
        Optional<ConvergedSession> session = session(id).filter(s -> lives);
        session.ifPresent(
                s -> s.execute(() -> s.attached(ShareSession.class).ifPresent(share -> share.end("ended on request"))));
        return session.isPresent();
    }

    private Optional<ConvergedSession> session(String id) {
        Optional<SessionId> session;
        synchronized (this) {
            session = Optional.ofNullable(entries.get(id)).map(entry -> entry.session);
        }
        return session.flatMap(sessions::find);
    }

    private void forgetOld() {
        Instant limit = clock.instant().minus(REMEMBERED);
        while (!over.isEmpty()
                && (over.size() >= MOST_OVER || over.peek().since().isBefore(limit))) {
            Optional.ofNullable(entries.remove(over.remove().id()))
                    .flatMap(entry -> entry.hls)
                    .ifPresent(HlsStream::forget);
        }
    }
}
