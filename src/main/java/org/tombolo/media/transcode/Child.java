package org.tombolo.media.transcode;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.transcode.wire.Message;
import org.tombolo.media.transcode.wire.MessageReader;
import org.tombolo.media.transcode.wire.MessageWriter;

/** A process of the transcoder that runs. Three threads serve its pipes, so that nobody else waits for them. */
final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final int BUFFER = 64 << 10;
    private static final int STACK = 256 << 10;
    private static final int MOST_LOGGED = 20;
    private static final int LONGEST_LOGGED = 300;
    private static final long PATIENCE_SECONDS = 2;
    /** No stream: the pipe is to be closed. */
    private static final Message END = new Message.Close(-1);

    private final Process process;
    private final Receiver receiver;
    // Bounded by the streams: each has a few frames in it, and some words.
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();

    /** Is told what the process says and that it is gone, by the thread that reads. */
    interface Receiver {
        void received(Child from, Message message);

        void ended(Child child, String how);
    }

    private Child(Process process, Receiver receiver) {
        this.process = process;
        this.receiver = receiver;
    }

    /** Starts one; takes some milliseconds. */
    static Child start(Installation installation, int workers, Receiver receiver) throws IOException {
        Files.createDirectories(installation.scratch());
        ProcessBuilder builder = new ProcessBuilder(installation.command(workers))
                .directory(installation.scratch().toFile());
        // Our own has secrets in it, which code that reads what phones send must not have.
        Map<String, String> environment = builder.environment();
        environment.clear();
        // Each thread's own arena would keep what its streams leave behind.
        environment.put("MALLOC_ARENA_MAX", "2");
        Child child = new Child(builder.start(), receiver);
        child.thread("write", child::write);
        child.thread("read", child::read);
        child.thread("log", child::log);
        return child;
    }

    private void thread(String job, Runnable work) {
        Thread thread = new Thread(null, work, "transcoder-" + job, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    /** Its number for the system. */
    long pid() {
        return process.pid();
    }

    /** Sends a message when the pipe has room; never blocks. */
    void send(Message message) {
        queue.add(message);
    }

    /** Lets it finish and end. */
    void end() {
        queue.add(END);
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    private void write() {
        MessageWriter writer = new MessageWriter(process.getOutputStream());
        try (var pipe = process.getOutputStream()) {
            for (Message next = queue.take(); next != END; next = queue.take()) {
                writer.write(next);
            }
        } catch (IOException e) {
            LOG.debug("the transcoder takes nothing more: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        String how = "it ended";
        try (InputStream in = new BufferedInputStream(process.getInputStream(), BUFFER)) {
            MessageReader reader = new MessageReader(in);
            for (Optional<Message> message = reader.next(); message.isPresent(); message = reader.next()) {
                receiver.received(this, message.get());
            }
        } catch (IOException e) {
            how = String.valueOf(e.getMessage());
        } finally {
            end();
            receiver.ended(this, how + exit());
        }
    }

    /** One that has closed its output and goes on is of no use. */
    private String exit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill();
                process.waitFor();
            }
            return ", exit value " + process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            return "";
        }
    }

    private void log() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            int logged = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (logged++ < MOST_LOGGED) {
                    LOG.warn("transcoder: {}", line.substring(0, Math.min(line.length(), LONGEST_LOGGED)));
                }
            }
        } catch (IOException e) {
            LOG.debug("the transcoder says nothing more: {}", e.getMessage());
        }
    }
}
