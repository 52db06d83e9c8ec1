package org.tombolo.media.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.H264Track;

/** The parts of RTMP; a real server takes the whole in {@code OutputsIT}. */
class RtmpTest {
    private static final byte[] SPS = {0x67, 0x42, (byte) 0xC0, 0x0A, 1};

    @Test
    void valuesAreReadAsTheyWereWritten() throws IOException {
        byte[] octets = Amf.of("connect", 1, Map.of("app", "live"), Amf.NOTHING);
        assertThat(Amf.read(ByteBuffer.wrap(octets)))
                .containsExactly("connect", 1.0, Map.of("app", "live"), Amf.NOTHING);
    }

    @Test
    void valuesThatAreCutOffOrUnknownAreRefused() {
        byte[] octets = Amf.of("connect", Map.of("app", "live"));
        for (int length = 1; length < octets.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(octets, 0, length);
            if (length != "connect".length() + 3) {
                assertThatThrownBy(() -> Amf.read(part)).as("%s octets", length).isInstanceOf(Exception.class);
            }
        }
        assertThatThrownBy(() -> Amf.read(ByteBuffer.wrap(new byte[] {0x10}))).isInstanceOf(IOException.class);
        ByteBuffer deep = ByteBuffer.allocate(400);
        for (int i = 0; i < 100; i++) {
            deep.put(new byte[] {3, 0, 1, 'a'});
        }
        assertThatThrownBy(() -> Amf.read(deep.flip())).hasMessageContaining("objects in objects");
    }

    /** What we write is what is read, whatever its length and time; theirs comes in chunks of 128 at first. */
    @Property(tries = 100)
    void messagesGoThroughChunks(
            @ForAll @IntRange(min = 0, max = 20_000) int length, @ForAll @IntRange(min = 0) int time)
            throws IOException {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChunkWriter writer = new ChunkWriter(out);
        writer.announce();
        writer.write(6, new Message(Message.VIDEO, 1, time, payload));
        writer.write(3, new Message(Message.COMMAND, 0, 0, new byte[] {1, 2}));
        ChunkReader reader = new ChunkReader(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
        if (length > 0) {
            Message message = reader.next();
            assertThat(message.payload()).isEqualTo(payload);
            assertThat(message.type()).isEqualTo(Message.VIDEO);
            assertThat(message.stream()).isEqualTo(1);
            assertThat(reader.next().payload()).containsExactly(1, 2);
        }
    }

    @Test
    void aServerThatSaysTooMuchIsLeft() {
        byte[] endless = new byte[12];
        ByteBuffer.wrap(endless).put((byte) 3).putInt(0).position(4);
        ByteBuffer.wrap(endless).position(4).putInt(0x00FFFFFF << 8 | Message.COMMAND);
        ChunkReader reader = new ChunkReader(new DataInputStream(new ByteArrayInputStream(endless)));
        assertThatThrownBy(reader::next).hasMessageContaining("octets");
        byte[] many = new byte[12 * 40];
        for (int i = 0; i < 40; i++) {
            ByteBuffer.wrap(many, 12 * i, 12)
                    .put((byte) (3 + i))
                    .putShort((short) 0)
                    .put((byte) 0)
                    .putInt(9 << 8 | 20);
        }
        ChunkReader other = new ChunkReader(new DataInputStream(new ByteArrayInputStream(many)));
        assertThatThrownBy(() -> {
                    while (true) {
                        other.next();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://127.0.0.1/live, 127.0.0.1, 1935, live",
        "rtmp://media.example:1936/live/high, media.example, 1936, live/high",
        "rtmps://media.example/live, media.example, 443, live"
    })
    void aTargetIsRead(String url, String host, int port, String application) {
        RtmpTarget target = RtmpTarget.parse(url).orElseThrow();
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.application()).isEqualTo(application);
    }

    @Test
    void anythingElseIsNoTarget() {
        assertThat(List.of("http://h/live", "rtmp://h", "rtmp://h:0/live", "rtmp://h:99999/live", "rtmp://h/a b"))
                .allMatch(url -> RtmpTarget.parse(url).isEmpty());
    }

    /** Video File Format 10.1, E.4.3. */
    @Test
    void picturesAreTagsOfFlv() {
        FlvTag header = FlvTag.header(new H264Track(List.of(SPS), List.of(new byte[] {0x68, 2}), 176, 144), 7);
        assertThat(header.body()).startsWith(0x17, 0, 0, 0, 0, 1, 0x42, 0xC0, 0x0A);
        FlvTag delta = FlvTag.picture(40, 0x010203, false, ByteBuffer.wrap(new byte[] {9}));
        assertThat(delta.body()).containsExactly(0x27, 1, 1, 2, 3, 9);
        assertThat(FlvTag.sound(40, true, ByteBuffer.wrap(new byte[] {5})).body())
                .containsExactly(0x72, 5);
        assertThat(FlvTag.sound(40, false, ByteBuffer.wrap(new byte[] {5})).body())
                .containsExactly(0x82, 5);
    }

    private static final class Told implements RtmpPush.Events {
        private final List<String> words = new CopyOnWriteArrayList<>();

        @Override
        public void published() {
            words.add("published");
        }

        @Override
        public void lost(String why, Duration retryIn) {
            words.add(why);
        }
    }

    @Test
    void whatIsNoRtmpServerIsSaid() throws IOException {
        Told told = new Told();
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answer(web));
            server.setDaemon(true);
            server.start();
            RtmpTarget target = RtmpTarget.parse("rtmp://127.0.0.1:" + web.getLocalPort() + "/live")
                    .orElseThrow();
            try (RtmpPush push = new RtmpPush(target, "x", new Random(1), told)) {
                push.start();
                await().until(() -> told.words.contains("no RTMP server: version 72"));
            }
        }
    }

    private static void answer(ServerSocket web) {
        try (Socket client = web.accept();
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream()) {
            out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            out.flush();
            in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
