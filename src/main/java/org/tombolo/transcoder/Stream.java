package org.tombolo.transcoder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.transcode.wire.Message;
import org.tombolo.media.transcode.wire.MessageWriter;

/** One stream: its messages one after the other, by whichever worker is free. */
final class Stream implements Runnable, Output {
    private static final int PIPE_BROKEN = 2;

    private final int id;
    private final MessageWriter out;
    private final Executor workers;
    private final Queue<Message> waiting = new ArrayDeque<>();
    /** What comes of the message that is worked on. */
    private final List<Message> said = new ArrayList<>();

    private boolean running;
    private @Nullable Pipeline pipeline;

    Stream(Message.Open open, MessageWriter out, Executor workers) {
        this.id = open.stream();
        this.out = out;
        this.workers = workers;
        take(open);
    }

    /** Puts a message behind those that wait. */
    void take(Message message) {
        synchronized (waiting) {
            waiting.add(message);
            if (running) {
                return;
            }
            running = true;
        }
        workers.execute(this);
    }

    @Override
    public void run() {
        for (Message next = next(); next != null; next = next()) {
            work(next);
        }
    }

    private @Nullable Message next() {
        synchronized (waiting) {
            Message next = waiting.poll();
            running = next != null;
            return next;
        }
    }

    private void work(Message message) {
        try {
            if (message instanceof Message.Open open) {
                pipeline = Pipeline.of(open, this);
            } else if (pipeline != null) {
                work(message, pipeline);
            }
        } catch (CodecException e) {
            close();
            said.add(new Message.Failed(id, String.valueOf(e.getMessage())));
        }
        if (message instanceof Message.Media) {
            said.add(new Message.Done(id));
        }
        say();
    }

    private void work(Message message, Pipeline on) throws CodecException {
        if (message instanceof Message.Media media) {
            on.frame(media);
        } else if (message instanceof Message.Key) {
            on.key();
        } else if (message instanceof Message.Rate rate) {
            on.rate(rate.rate());
        } else if (message instanceof Message.Close) {
            close();
        }
    }

    private void close() {
        if (pipeline != null) {
            pipeline.close();
            pipeline = null;
        }
    }

    @Override
    public void frame(long time, boolean key, byte[] data) {
        said.add(new Message.Media(id, time, key, data));
    }

    @Override
    public void lost() {
        said.add(new Message.Lost(id));
    }

    private void say() {
        if (said.isEmpty()) {
            return;
        }
        try {
            out.write(said);
            said.clear();
        } catch (IOException e) {
            // The gateway is gone.
            Runtime.getRuntime().halt(PIPE_BROKEN);
        }
    }
}
