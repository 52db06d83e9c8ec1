package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.tombolo.identity.TelNumber;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.web.media.LiveServlet;

/** The servlet on a real stream: what it takes from the stream it gives back. */
class LiveServletTest {
    private static final String ID = "A".repeat(22);

    private final LiveStream stream = new LiveStream(() -> {}, () -> {});

    @Test
    void aContainerThatForbidsStartAsyncLeavesNoViewer() {
        byte[] sps = {0x67, 0x42, 0, 10, 1};
        Muxer muxer = new Muxer(System::nanoTime, stream);
        muxer.track(new H264Track(List.of(sps), List.of(new byte[] {0x68, 1}), 16, 16));
        muxer.frame(new Frame(3000, true, ByteBuffer.allocate(10)));
        LiveServlet servlet = new LiveServlet(shares(), (request, share) -> Optional.of("alice"), 1);
        // Methods without an answer throw IllegalStateException, startAsync among them.
        HttpServletRequest request =
                fake(HttpServletRequest.class, Map.of("getMethod", "GET", "getPathInfo", "/" + ID + "/live"));
        HttpServletResponse response = fake(HttpServletResponse.class, Map.of());
        assertThatThrownBy(() -> servlet.service(request, response)).isInstanceOf(IllegalStateException.class);
        assertThat(stream.viewers()).isZero();
        servlet.destroy();
    }

    private Shares shares() {
        Share share = new Share(
                ID,
                new TelNumber("+15550003"),
                new TelNumber("+15550001"),
                ShareState.LIVE,
                "",
                Instant.EPOCH,
                "http://tombolo.test/watch/" + ID);
        return (Shares) Proxy.newProxyInstance(
                Shares.class.getClassLoader(),
                new Class<?>[] {Shares.class},
                (p, method, args) -> switch (method.getName()) {
                    case "find" -> Optional.of(share);
                    case "prepare" -> OnDemand.Answer.NOW;
                    case "watch" -> stream.join();
                    case "audience" -> Optional.of(new Audience(Clock.systemUTC()));
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
            if (method.getReturnType() == void.class) {
                return null;
            }
            return Optional.ofNullable(answers.get(method.getName()))
                    .orElseThrow(() -> new IllegalStateException(method.getName()));
        }));
    }
}
