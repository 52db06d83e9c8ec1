package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.MsrpStatus;

/** Owns a session and writes down what happens on it. Takes what comes, unless it is told to be slow. */
public final class Recorder implements MsrpListener {
    public MsrpSession session;
    public final List<String> events = new CopyOnWriteArrayList<>();
    public final List<IncomingMessage> messages = new CopyOnWriteArrayList<>();
    final List<byte[]> contents = new CopyOnWriteArrayList<>();
    final Queue<Runnable> untaken = new ConcurrentLinkedQueue<>();
    volatile boolean slow;
    volatile boolean reportsSuccess = true;
    volatile int limit = 1 << 28;
    /** What a NICKNAME is answered with; who is no room does not know it. */
    volatile MsrpStatus nicknames = MsrpStatus.UNKNOWN_METHOD;

    @Override
    public void opened() {
        events.add("opened");
    }

    @Override
    public MessageSink incoming(IncomingMessage message) {
        messages.add(message);
        if (slow) {
            return new SlowSink(message);
        }
        return new WholeMessage(message, limit, content -> {
            contents.add(content);
            events.add("received " + new String(content, StandardCharsets.UTF_8));
            message.accept();
            if (reportsSuccess) {
                message.report(MsrpStatus.OK);
            }
        });
    }

    @Override
    public void nickname(String nickname, Consumer<MsrpStatus> answer) {
        events.add("nickname " + nickname);
        answer.accept(nicknames);
    }

    @Override
    public void closed(SessionEnd end) {
        events.add("closed " + end.cause());
    }

    /** Sends a text; what becomes of it is written down with it. */
    MsrpSession.Sending send(String text) {
        return send(OutgoingMessage.of("text/plain", text.getBytes(StandardCharsets.UTF_8)), text);
    }

    public MsrpSession.Sending send(OutgoingMessage message, String name) {
        return session.send(message, new SendListener() {
            @Override
            public void sent() {
                events.add("sent " + name);
            }

            @Override
            public void reported(ByteRange range, MsrpStatus status) {
                events.add("reported " + range.text() + " " + status.code() + " " + name);
            }

            @Override
            public void delivered() {
                events.add("delivered " + name);
            }

            @Override
            public void unreported() {
                events.add("unreported " + name);
            }

            @Override
            public void failed(MsrpStatus status) {
                events.add("failed " + status.code() + " " + name);
            }
        });
    }

    public void awaitEvent(String event) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(events).contains(event));
    }

    /** Keeps parts until somebody runs what is in {@link #untaken}. */
    private final class SlowSink implements MessageSink {
        private final IncomingMessage message;

        SlowSink(IncomingMessage message) {
            this.message = message;
        }

        @Override
        public void part(long offset, ByteBuffer data) {
            int length = data.remaining();
            untaken.add(() -> message.consumed(length));
        }

        @Override
        public void complete(long size) {
            events.add("complete " + size);
            message.accept();
        }

        @Override
        public void aborted(String why) {
            events.add("aborted " + why);
        }
    }
}
