package org.tombolo.web.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.FakeGuests;
import org.tombolo.identity.TelNumber;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.rtsp.RtspSources;
import org.tombolo.web.Access;
import org.tombolo.web.SignedLinks;
import org.tombolo.web.session.Sessions;

class RtspAccessTest {
    private static final String ID = "A".repeat(22);

    private final MovingClock clock = new MovingClock();
    private final SecureRandom random = new SecureRandom();
    private final SignedLinks links = new SignedLinks(random, clock);
    private final RtspSource source = new RtspSource(List.of(), () -> {}, () -> false, nobody());
    private final Audience audience = new Audience(clock);
    private ShareState state = ShareState.LIVE;
    private final RtspAccess access = new RtspAccess(
            shares(),
            new Access(token -> Optional.empty(), new Sessions(Map.of(), random, clock), links),
            new ShareAccess(new FakeAssociations(), new FakeGuests()));

    private static RtspSource.PlayerEvents nobody() {
        return new RtspSource.PlayerEvents() {
            @Override
            public void playing(String how) {}

            @Override
            public void ended(String summary) {}
        };
    }

    private Shares shares() {
        return (Shares) Proxy.newProxyInstance(
                Shares.class.getClassLoader(),
                new Class<?>[] {Shares.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "find" -> Optional.of(share()).filter(s -> s.id().equals(arguments[0]));
                    case "rtsp" -> Optional.of(source);
                    case "audience" -> Optional.of(audience);
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private Share share() {
        TelNumber anybody = new TelNumber("+15550001");
        return new Share(ID, anybody, anybody, state, "", Instant.EPOCH, "http://tombolo.test/watch/" + ID);
    }

    private String token(String resource) {
        return links.sign("admin", resource, clock.instant().plus(Duration.ofHours(1)));
    }

    private int refused(String share, String token) {
        return ((RtspSources.Refused) access.find(share, token)).status();
    }

    @Test
    void aLinkOpensItsShareUntilItExpires() {
        String token = token("/rtsp/" + ID);
        assertThat(access.find(ID, token)).isInstanceOf(RtspSources.Source.class);
        clock.move(Duration.ofMinutes(61));
        assertThat(refused(ID, token)).isEqualTo(403);
    }

    @Test
    void aPlayerWhoseViewerIsRemovedIsOver() {
        String token = token("/rtsp/" + ID);
        RtspSource playing = ((RtspSources.Source) access.find(ID, token)).source();
        playing.events().playing("UDP to 127.0.0.1");
        assertThat(audience.members()).extracting(Audience.Member::name).containsExactly("admin");
        assertThat(playing.over().getAsBoolean()).isFalse();
        audience.remove("admin");
        assertThat(playing.over().getAsBoolean()).isTrue();
        assertThat(refused(ID, token)).isEqualTo(403);
    }

    @Test
    void nothingElseDoes() {
        assertThat(refused(ID, "")).isEqualTo(403);
        assertThat(refused(ID, "AAAA")).isEqualTo(403);
        assertThat(refused(ID, token("/hls/" + ID + "/index.m3u8"))).isEqualTo(403);
        assertThat(refused("B".repeat(22), token("/rtsp/" + "B".repeat(22)))).isEqualTo(404);
    }

    @Test
    void aShareWithoutAPictureIsNotThereYetOrNoMore() {
        state = ShareState.WAITING;
        assertThat(refused(ID, token("/rtsp/" + ID))).isEqualTo(503);
        state = ShareState.ENDED;
        assertThat(refused(ID, token("/rtsp/" + ID))).isEqualTo(410);
    }
}
