package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Rtp;

/** RFC 4585 6.3.1, RFC 3550 6: GStreamer's sender makes no key frame but the first unless it is asked; a network loses 5% of its packets. */
class KeyframeOverRtcpTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Counts what came out. */
    private static final class Pictures implements MediaSink {
        private final AtomicInteger frames = new AtomicInteger();
        private final AtomicInteger keys = new AtomicInteger();

        @Override
        public void track(Track track) {}

        @Override
        public void frame(Frame frame) {
            frames.incrementAndGet();
            keys.addAndGet(frame.key() ? 1 : 0);
        }
    }

    private static Rtp phone(int rtp, int rtcp, int ours) throws IOException {
        String pipeline = "gst-launch-1.0 -q rtpbin name=b rtp-profile=avpf"
                + " videotestsrc is-live=true num-buffers=300 ! video/x-raw,width=176,height=144,framerate=30/1"
                + " ! vp8enc deadline=1 keyframe-max-dist=100000 ! rtpvp8pay pt=96 mtu=400 ! b.send_rtp_sink_0"
                + " b.send_rtp_src_0 ! udpsink host=127.0.0.1 port=" + rtp
                + " b.send_rtcp_src_0 ! udpsink host=127.0.0.1 sync=false async=false port=" + rtcp
                + " udpsrc address=127.0.0.1 port=" + ours + " ! b.recv_rtcp_sink_0";
        return Rtp.of(pipeline);
    }

    @Test
    void everyLossIsFollowedByAKeyFrame() throws Exception {
        int ports = Ports.free(4);
        int theirs = Ports.free();
        Pictures pictures = new Pictures();
        AtomicInteger reports = new AtomicInteger();
        RtpListener listener = new RtpListener() {
            @Override
            public void silent(Duration time) {}

            @Override
            public void clock(long ntp, int timestamp) {
                reports.incrementAndGet();
            }
        };
        InetSocketAddress peer = new InetSocketAddress(LOOPBACK, theirs);
        RtpParameters parameters = new RtpParameters(
                96, 90_000, peer, peer, false, Set.of(RtpParameters.Feedback.PLI), Duration.ofMinutes(1));
        try (RtpReceiver receiver = new RtpReceiver(LOOPBACK, ports + ports % 2, ports + ports % 2 + 1, 1);
                DatagramSocket network = new DatagramSocket(0, LOOPBACK)) {
            Vp8Depacketizer depacketizer = new Vp8Depacketizer(pictures);
            RtpSession session =
                    receiver.open(parameters, depacketizer, listener).orElseThrow();
            lose(network, session.port());
            try (Rtp phone = phone(network.getLocalPort(), session.port() + 1, theirs)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> session.lost() > 5 && pictures.keys.get() > 3 && pictures.frames.get() > 60);
                await().atMost(Duration.ofSeconds(30)).until(() -> reports.get() > 0);
            }
            assertThat(depacketizer.dropped()).isPositive();
        }
    }

    private static void lose(DatagramSocket network, int to) {
        Random random = new Random(5);
        Thread thread = new Thread(
                () -> {
                    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                    try {
                        for (int count = 0; ; count++) {
                            network.receive(packet);
                            packet.setSocketAddress(new InetSocketAddress(LOOPBACK, to));
                            if (count < 30 || random.nextInt(100) >= 5) {
                                network.send(packet);
                            }
                            packet.setLength(2048);
                        }
                    } catch (IOException e) {
                        // closed
                    }
                },
                "network");
        thread.setDaemon(true);
        thread.start();
    }
}
