package org.tombolo.web.webrtc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.gateway.convergence.browser.CallState;
import org.tombolo.gateway.convergence.browser.CallView;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Associations;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.WebUser;

/** The calls of registered devices, now and for some minutes after their end. Safe for all threads. */
public final class MediaSessions {
    private static final int ENDED_KEPT = 10_000;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final BrowserCalls calls;
    private final Associations associations;
    private final Map<String, MediaSession> live = new ConcurrentHashMap<>();
    private final Map<String, WebUser> users = new ConcurrentHashMap<>();
    private final Cache<String, Past> past = Caffeine.newBuilder()
            .maximumSize(ENDED_KEPT)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    private record Past(WebUser user, MediaSession session) {}

    public MediaSessions(BrowserCalls calls, Associations associations) {
        this.calls = calls;
        this.associations = associations;
    }

    /** The addresses by which a user takes part in calls, the first one unless she says otherwise. */
    List<Address> addresses(WebUser user) {
        List<Address> hers = associations.identitiesOf(user, Service.VIDEO);
        return hers.stream()
                .sorted((a, b) -> Boolean.compare(b instanceof SipAddress, a instanceof SipAddress))
                .toList();
    }

    /** Hears of a user's calls for one of her devices. */
    Listener listener(WebUser user, Channel channel) {
        return new Listener(user, channel);
    }

    /** Tells one device each change once, and of one call never an older one after a newer. */
    final class Listener {
        private final WebUser user;
        private final Channel channel;
        private String call = "";
        private int version;

        private Listener(WebUser user, Channel channel) {
            this.user = user;
            this.channel = channel;
        }

        synchronized void changed(CallView view) {
            if (view.id().equals(call) && view.version() <= version) {
                return;
            }
            boolean invited = view.incoming() && view.state() == CallState.RINGING;
            call = view.id();
            version = view.version();
            MediaSession session = seen(user, view);
            channel.tell(
                    invited ? EventType.SESSION_INVITATION : EventType.SESSION_STATUS,
                    Optional.of(view.id()),
                    data(session));
        }
    }

    private MediaSession seen(WebUser user, CallView view) {
        users.putIfAbsent(view.id(), user);
        MediaSession now =
                live.compute(view.id(), (id, old) -> old == null ? MediaSession.of(own(user), view) : old.in(view));
        if (now.view().state().isFinal()) {
            past.put(view.id(), new Past(user, now));
            live.remove(view.id());
            users.remove(view.id());
        }
        return now;
    }

    private String own(WebUser user) {
        return addresses(user).stream().findFirst().map(Address::text).orElse("sip:anonymous@anonymous.invalid");
    }

    /** The event's data, without the descriptions: who wants them reads the session. */
    static ObjectNode data(MediaSession session) {
        ObjectNode data = CloudEventWriter.data()
                .put("originatorAddress", session.originator())
                .put("receiverAddress", session.receiver())
                .put("status", session.status())
                .put("mediaSessionId", session.view().id());
        session.correlator().ifPresent(name -> data.put("clientCorrelator", name));
        if (session.offerRequired()) {
            data.put("offerRequired", true);
        }
        if (!session.view().reason().text().isEmpty()) {
            data.put("reason", session.view().reason().text());
        }
        return data;
    }

    /** A device has a call: it has made it, or answered it. */
    MediaSession joined(String id, UnaryOperator<MediaSession> change) {
        MediaSession session = live.computeIfPresent(id, (key, old) -> change.apply(old));
        if (session != null) {
            return session;
        }
        Past over = past.asMap().computeIfPresent(id, (key, old) -> new Past(old.user(), change.apply(old.session())));
        if (over == null) {
            throw new IllegalStateException("a call that nobody heard of: " + id);
        }
        return over.session();
    }

    /** A user's session, now or of the last minutes. */
    Optional<MediaSession> find(String id, WebUser user) {
        Past over = past.getIfPresent(id);
        return over != null
                ? Optional.of(over).filter(p -> p.user().equals(user)).map(Past::session)
                : Optional.ofNullable(live.get(id)).filter(s -> user.equals(users.get(id)));
    }

    /** The call that a client has a name for. */
    Optional<MediaSession> named(String registration, String correlator) {
        return live.values().stream()
                .filter(s -> s.registration().equals(Optional.of(registration)))
                .filter(s -> s.correlator().equals(Optional.of(correlator)))
                .findFirst();
    }

    /** A device goes, and what it has goes with it. */
    void leave(String registration) {
        live.values().stream()
                .filter(s -> s.registration().equals(Optional.of(registration)))
                .forEach(s -> calls.leave(s.view().id()));
    }
}
