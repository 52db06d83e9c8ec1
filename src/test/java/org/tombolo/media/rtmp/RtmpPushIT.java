package org.tombolo.media.rtmp;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tombolo.media.Frame;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.Packets;
import org.tombolo.peer.NginxRtmp;
import org.tombolo.peer.Player;

/** nginx-rtmp takes a stream, dies, and takes it again. */
class RtmpPushIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Packets.Out phone = new Packets.Out();
    private int next;

    private final RtmpPush.Events events = new RtmpPush.Events() {
        @Override
        public void published() {
            told.add("published");
        }

        @Override
        public void lost(String why, Duration retryIn) {
            told.add("lost");
        }
    };

    /** The captured pictures again and again, as if they went on. */
    private void picture(RtmpPush push) {
        Packets.Out.Unit unit = phone.units.get(next % phone.units.size());
        byte[] octets = HexFormat.of().parseHex(unit.octets());
        push.frame(new Frame(6000L * next++, unit.key(), ByteBuffer.wrap(octets)));
    }

    @Test
    void aServerThatComesBackGetsTheStreamAgain() throws Exception {
        H264Depacketizer depacketizer = new H264Depacketizer(phone, new ParameterSets());
        Packets.captured("qcif-mode1.rtp").forEach(packet -> depacketizer.packet(Packets.view(packet)));
        ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
        try (NginxRtmp server = NginxRtmp.start();
                RtmpPush push =
                        new RtmpPush(RtmpTarget.parse(server.url()).orElseThrow(), "phone", new Random(1), events)) {
            push.track(phone.tracks.get(0));
            push.start();
            camera.scheduleAtFixedRate(() -> picture(push), 0, 66, TimeUnit.MILLISECONDS);
            play(server);
            server.kill();
            await().atMost(LONG).until(() -> told.contains("lost"));
            server.restart();
            await().atMost(LONG).until(() -> told.get(told.size() - 1).equals("published"));
            play(server);
        } finally {
            camera.shutdownNow();
        }
    }

    private static void play(NginxRtmp server) throws Exception {
        try (Player player = Player.ffmpeg(server.url() + "/phone", "v", 15)) {
            player.await(LONG);
        }
    }
}
