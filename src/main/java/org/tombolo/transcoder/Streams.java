package org.tombolo.transcoder;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tombolo.media.transcode.wire.Message;
import org.tombolo.media.transcode.wire.MessageReader;
import org.tombolo.media.transcode.wire.MessageWriter;

/** The streams that are open, by their numbers. Belongs to the thread that reads. */
final class Streams {
    private final MessageWriter out;
    private final ExecutorService workers;
    private final Map<Integer, Stream> streams = new HashMap<>();

    Streams(MessageWriter out, int workers) {
        this.out = out;
        this.workers = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "codec");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Until the input ends. */
    void run(MessageReader in) throws IOException {
        for (Optional<Message> message = in.next(); message.isPresent(); message = in.next()) {
            take(message.get());
        }
    }

    /** How many messages wait is the gateway's affair: it sends a few frames of a stream, and more when these are done. */
    private void take(Message message) {
        if (message instanceof Message.Open open) {
            streams.put(open.stream(), new Stream(open, out, workers));
        } else if (streams.containsKey(message.stream())) {
            streams.get(message.stream()).take(message);
        }
        if (message instanceof Message.Close) {
            streams.remove(message.stream());
        }
    }
}
