package org.tombolo.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.rtp.Packets;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.peer.Ports;

/** RFC 2326 on the wire; what players make of it is in {@code OutputsIT}. */
class RtspServerTest {
    private static final String SHARE = "A".repeat(22);
    private static final int SESSIONS = 2;

    private final Relay pictures = new Relay(0x1234, 90_000, System::nanoTime);
    private final Relay sound = new Relay(0x5678, 8000, System::nanoTime);
    private final VideoRelay video = new VideoRelay(pictures, new LipSync(System::nanoTime), () -> new byte[0]);
    private final PacketRelay audio = new PacketRelay(sound, new LipSync(System::nanoTime));
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RtspSource.PlayerEvents players = new RtspSource.PlayerEvents() {
        @Override
        public void playing(String how) {
            told.add(how);
        }

        @Override
        public void ended(String summary) {
            told.add(summary);
        }
    };
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final int port = Ports.free();
    private final int rtpPort = Ports.free(2);
    private int sequence;
    private RtspServer server;

    @BeforeEach
    void start() throws IOException {
        RtspSource source = new RtspSource(
                List.of(
                        new RtspMedia(pictures, "video", 96, "H264/90000", "packetization-mode=1"),
                        new RtspMedia(sound, "audio", 8, "PCMA/8000", "")),
                requests::incrementAndGet,
                over::get,
                players);
        server = new RtspServer(
                new RtspServer.Options("127.0.0.1", port, rtpPort, SESSIONS),
                (share, token) -> share.equals(SHARE) && token.equals("good")
                        ? new RtspSources.Source(source)
                        : new RtspSources.Refused(404, "Not Found"),
                Clock.systemUTC(),
                new SecureRandom(),
                nanos::get);
        server.start();
    }

    @AfterEach
    void allIsGivenBack() throws IOException {
        server.close();
        assertThat(server.sessions()).isZero();
        new DatagramSocket(rtpPort, InetAddress.getLoopbackAddress()).close();
    }

    private String url(String more) {
        return "rtsp://127.0.0.1:" + port + "/" + SHARE + more + "?t=good";
    }

    private void picture(boolean key) {
        byte[] payload = new byte[500];
        payload[0] = (byte) (0x60 | (key ? 5 : 1));
        video.packet(Packets.view(Packets.of(++sequence, 3000 * sequence, true, payload)));
    }

    private RtspClient client() throws IOException {
        return new RtspClient(port, url(""));
    }

    @Test
    void tellsWhatItCanDoAndWhatThereIs() throws IOException {
        try (RtspClient client = client()) {
            assertThat(client.ask("OPTIONS", "*")).startsWith("RTSP/1.0 200 OK").contains("Public: OPTIONS, DESCRIBE");
            assertThat(client.ask("DESCRIBE", url(""), "Accept: application/sdp"))
                    .startsWith("RTSP/1.0 200 OK")
                    .contains(
                            "Content-Type: application/sdp",
                            "m=video 0 RTP/AVP 96\r\n",
                            "a=rtpmap:96 H264/90000\r\n",
                            "a=fmtp:96 packetization-mode=1\r\n",
                            "a=control:" + url("/track0") + "\r\n",
                            "m=audio 0 RTP/AVP 8\r\n",
                            "a=control:" + url("/track1") + "\r\n");
        }
    }

    @Test
    void playsInTheConnectionFromTheNewestKeyFrameOn() throws IOException {
        picture(true);
        picture(false);
        try (RtspClient client = client()) {
            assertThat(client.setup(0, "RTP/AVP/TCP;unicast;interleaved=4-5"))
                    .contains("Transport: RTP/AVP/TCP;unicast;interleaved=4-5;ssrc=00001234");
            assertThat(client.setup(1, "RTP/AVP/TCP;unicast")).contains("interleaved=2-3");
            String playing = client.ask("PLAY", url(""));
            int first = Integer.parseInt(playing.replaceAll("(?s).*track0;seq=(\\d+).*", "$1"));
            RtpPacket key = Packets.view(client.packet(4));
            assertThat(key.sequence()).isEqualTo(first);
            assertThat(key.payloadType()).isEqualTo(96);
            assertThat(key.ssrc()).isEqualTo(0x1234);
            assertThat(key.octet(0) & 0x1F).isEqualTo(5);
            RtpPacket delta = Packets.view(client.packet(4));
            // What was before is hurried through.
            assertThat(delta.timestamp() - key.timestamp()).isBetween(0, 200);
            picture(false);
            RtpPacket live = Packets.view(client.packet(4));
            assertThat(live.sequence()).isEqualTo(first + 2);
            assertThat(live.timestamp() - delta.timestamp()).isEqualTo(3000);
            audio.packet(Packets.view(Packets.of(1, 160, false, new byte[160])));
            assertThat(Packets.view(client.packet(2)).payloadType()).isEqualTo(8);
            assertThat(requests).hasValue(0);
            nanos.addAndGet(Duration.ofSeconds(4).toNanos());
            assertThat(client.packet(5)[1] & 0xFF).as("sender report").isEqualTo(200);
            assertThat(client.ask("TEARDOWN", url(""))).startsWith("RTSP/1.0 200 OK");
            assertThat(server.sessions()).isZero();
            assertThat(told)
                    .containsExactly("in its TCP connection from 127.0.0.1", "video: 3 packets; audio: 1 packets");
        }
    }

    @Test
    void playsByUdpAndAKeyFrameIsAskedForWhenThereIsNone() throws IOException {
        int local = Ports.free(2);
        try (RtspClient client = client();
                DatagramSocket socket = new DatagramSocket(local, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(10_000);
            assertThat(client.setup(0, "RTP/AVP;unicast;client_port=" + local + "-" + (local + 1)))
                    .contains(";server_port=" + rtpPort + "-" + (rtpPort + 1));
            client.ask("PLAY", url(""));
            assertThat(requests).hasValue(1);
            picture(false);
            picture(true);
            DatagramPacket datagram = new DatagramPacket(new byte[2000], 2000);
            socket.receive(datagram);
            assertThat(datagram.getPort()).isEqualTo(rtpPort);
            assertThat(datagram.getData()[12] & 0x1F).isEqualTo(5);
        }
        await().until(() -> server.sessions() == 0);
    }

    @Test
    void theEndOfTheShareIsAByeAndTheEndOfTheConnection() throws IOException {
        picture(true);
        try (RtspClient client = client()) {
            client.setup(0, "RTP/AVP/TCP;unicast;interleaved=0-1");
            client.ask("PLAY", url(""));
            client.packet(0);
            over.set(true);
            nanos.addAndGet(Duration.ofMillis(200).toNanos());
            byte[] bye = client.packet(1);
            assertThat(bye[bye.length - 7] & 0xFF).isEqualTo(203);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void whoIsSilentForTooLongIsLetGo() throws IOException {
        try (RtspClient client = client();
                RtspClient undecided = client()) {
            client.setup(0, "RTP/AVP/TCP;unicast");
            undecided.ask("OPTIONS", "*");
            nanos.addAndGet(Duration.ofSeconds(20).toNanos());
            assertThat(undecided.closed()).isTrue();
            assertThat(client.ask("GET_PARAMETER", url(""))).startsWith("RTSP/1.0 200 OK");
            nanos.addAndGet(Duration.ofSeconds(50).toNanos());
            client.socket().getOutputStream().write(new byte[] {'$', 1, 0, 4, 1, 2, 3, 4});
            assertThat(client.ask("OPTIONS", "*")).startsWith("RTSP/1.0 200 OK");
            nanos.addAndGet(Duration.ofSeconds(61).toNanos());
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void whoStopsReadingIsLetGoAndNobodyElseNotices() throws IOException {
        picture(true);
        try (RtspClient slow = client();
                RtspClient fast = client()) {
            slow.socket().setReceiveBufferSize(4096);
            for (RtspClient client : List.of(slow, fast)) {
                client.setup(0, "RTP/AVP/TCP;unicast;interleaved=0-1");
                client.ask("PLAY", url(""));
            }
            fast.packet(0);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (int i = 0; i < 200; i++) {
                    picture(false);
                    fast.packet(0);
                }
                nanos.addAndGet(Duration.ofMillis(500).toNanos());
                return server.sessions() == 1;
            });
        }
    }

    @Test
    void soManyMayPlayAndNoMore() throws IOException {
        try (RtspClient one = client();
                RtspClient two = client();
                RtspClient three = client()) {
            one.setup(0, "RTP/AVP/TCP;unicast");
            two.setup(0, "RTP/AVP/TCP;unicast");
            assertThat(three.setup(0, "RTP/AVP/TCP;unicast")).startsWith("RTSP/1.0 503");
            one.close();
            await().until(() -> three.setup(0, "RTP/AVP/TCP;unicast").startsWith("RTSP/1.0 200"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DESCRIBE, rtsp://h/nobody, Accept: application/sdp, 404",
        "DESCRIBE, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=bad, Accept: application/sdp, 404",
        "DESCRIBE, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Accept: text/html, 406",
        "SETUP, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Transport: RTP/AVP/TCP, 404",
        "SETUP, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA/track7?t=good, Transport: RTP/AVP/TCP, 404",
        "SETUP, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA/track0?t=good, Transport: RTP/AVP;multicast, 461",
        "SETUP, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA/track0?t=good, Transport: RTP/AVP;unicast;client_port=53-54, 461",
        "SETUP, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA/track0?t=good, Transport: RTP/SAVP, 461",
        "PLAY, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Range: npt=0-, 455",
        "PLAY, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Session: 1234, 454",
        "PLAY, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Require: implicit-play, 551",
        "RECORD, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Range: npt=0-, 405",
        "REDIRECT, rtsp://h/AAAAAAAAAAAAAAAAAAAAAA?t=good, Range: npt=0-, 501"
    })
    void saysWhatIsWrong(String method, String uri, String header, int status) throws IOException {
        try (RtspClient client = client()) {
            assertThat(client.ask(method, uri, header)).startsWith("RTSP/1.0 " + status + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS * RTSP/2.0\\r\\nCSeq: 1\\r\\n\\r\\n, 505",
        "OPTIONS * RTSP/1.0\\r\\n\\r\\n, 400",
        "GET / HTTP/1.1\\r\\n\\r\\n, 400",
        "OPTIONS * RTSP/1.0\\r\\nCSeq: 1\\r\\nContent-Length: 99999\\r\\n\\r\\n, 400"
    })
    void refusesWhatIsNoRequest(String text, int status) throws IOException {
        try (RtspClient client = client()) {
            client.raw(text.replace("\\r\\n", "\r\n"));
            assertThat(client.reply()).startsWith("RTSP/1.0 " + status + " ");
        }
    }

    @Test
    void anEndlessHeadIsRefused() throws IOException {
        try (RtspClient client = client()) {
            client.raw("OPTIONS * RTSP/1.0\r\nX: " + "x".repeat(RtspReader.LARGEST_HEAD));
            assertThat(client.reply()).startsWith("RTSP/1.0 400 ");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void requestsMayComeInAnyPieces() throws IOException {
        try (RtspClient client = client()) {
            for (char octet :
                    "\r\nOPTIONS * RTSP/1.0\r\nCSeq: 7\r\nContent-Length: 3\r\n\r\nabcOPTIONS * RTSP/1.0\r\nCSeq: 8\r\n\r\n"
                            .toCharArray()) {
                client.raw(String.valueOf(octet));
            }
            assertThat(client.reply()).contains("CSeq: 7");
            assertThat(client.reply()).contains("CSeq: 8");
        }
    }
}
