package org.tombolo.web.server;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.gateway.convergence.Viewer;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcResult;

/** Shares that a test makes and changes. */
final class FakeShares implements Shares {
    private final Map<String, Share> shares = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Audience> audiences = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    void put(Share share) {
        shares.put(share.id(), share);
        watchers.stream().filter(w -> w.id.equals(share.id())).forEach(w -> w.listener.accept(share));
    }

    void change(String id, ShareState state, String reason) {
        Share old = Objects.requireNonNull(shares.get(id), id);
        put(new Share(id, old.from(), old.to(), state, reason, old.startedAt(), old.watchUrl()));
    }

    int watchers() {
        return watchers.size();
    }

    @Override
    public List<Share> list(String after, int limit) {
        List<Share> all = new ArrayList<>(shares.values());
        Collections.reverse(all);
        return all.stream()
                .dropWhile(s -> !after.isEmpty() && !s.id().equals(after))
                .skip(after.isEmpty() ? 0 : 1)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Share> find(String id) {
        return Optional.ofNullable(shares.get(id));
    }

    @Override
    public Runnable subscribe(String id, Consumer<Share> listener) {
        Watcher watcher = new Watcher(id, listener);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public OnDemand.Answer prepare(String id) {
        return OnDemand.Answer.NOW;
    }

    @Override
    public Optional<CompletableFuture<byte[]>> poster(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Viewer> watch(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<WebRtcResult> watch(String id, String offer) {
        return Optional.empty();
    }

    @Override
    public Optional<WebRtcConnection> viewer(String id, String connection) {
        return Optional.empty();
    }

    @Override
    public Optional<HlsStream> hls(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Audience> audience(String id) {
        return find(id).map(share -> audiences.computeIfAbsent(id, i -> new Audience(Clock.systemUTC())));
    }

    @Override
    public Optional<byte[]> still(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<RtspSource> rtsp(String id) {
        return Optional.empty();
    }

    @Override
    public boolean end(String id) {
        boolean ends = find(id).filter(s -> !s.state().isFinal()).isPresent();
        if (ends) {
            change(id, ShareState.ENDED, "by request");
        }
        return ends;
    }

    private record Watcher(String id, Consumer<Share> listener) {}
}
