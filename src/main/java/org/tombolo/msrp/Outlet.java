package org.tombolo.msrp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.wire.ContinuationFlag;

/**
 * What goes out on one connection: responses and REPORTs first, then the sessions in turn. A chunk goes on as long as
 * nothing else waits, and is interrupted as soon as something does and 2048 octets of it were written (RFC 4975 7.1.1).
 */
final class Outlet {
    /** RFC 4975 7.1.1: a chunk is not interrupted before, and a longer one must be interruptible. */
    static final int QUANTUM = 2048;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BufferPool pool;
    private final Queue<ByteBuffer> control = new ArrayDeque<>();
    private final Queue<SendQueue> turns = new ArrayDeque<>();
    private @Nullable ByteBuffer frame;
    private @Nullable Chunk chunk;
    private @Nullable ByteBuffer buffer;

    Outlet(BufferPool pool) {
        this.pool = pool;
    }

    /** Adds a frame that goes before all messages. */
    void add(byte[] octets) {
        control.add(ByteBuffer.wrap(octets));
    }

    /** How many frames wait before all messages. */
    int controlSize() {
        return control.size();
    }

    /** A session has something to send, and is not in the line yet. */
    void add(SendQueue session) {
        turns.add(session);
    }

    /** The session's messages are not sent any more. A chunk under way ends with the connection's next write. */
    void remove(SendQueue session) {
        turns.remove(session);
    }

    /** Whether there is nothing to write now. */
    boolean idle() {
        return buffer == null
                && frame == null
                && control.isEmpty()
                && turns.isEmpty()
                && (chunk == null || chunk.waits());
    }

    /**
     * Writes a buffer full.
     *
     * @return whether the socket took it all
     */
    boolean write(Wire wire) throws IOException {
        if (wire.blocked()) {
            wire.write(NOTHING);
            if (wire.blocked()) {
                return false;
            }
        }
        ByteBuffer out = buffer == null ? pool.take() : buffer;
        buffer = out;
        fill(out);
        wire.write(out.flip());
        boolean all = !out.hasRemaining();
        out.compact();
        if (all) {
            release();
        }
        return all && !wire.blocked();
    }

    /** Gives the buffer back; what is in it is lost. */
    void release() {
        if (buffer != null) {
            pool.give(buffer);
            buffer = null;
        }
    }

    private void fill(ByteBuffer out) {
        boolean more = true;
        while (more && out.hasRemaining()) {
            if (frame != null) {
                copy(frame, out);
            } else if (chunk != null) {
                more = body(chunk, out);
            } else {
                frame = control.poll();
                more = frame != null || nextChunk();
            }
        }
    }

    private void copy(ByteBuffer from, ByteBuffer out) {
        int length = Math.min(from.remaining(), out.remaining());
        out.put(out.position(), from, from.position(), length);
        out.position(out.position() + length);
        from.position(from.position() + length);
        if (!from.hasRemaining()) {
            frame = null;
        }
    }

    private boolean nextChunk() {
        while (!turns.isEmpty()) {
            Chunk next = turns.remove().nextChunk();
            if (next != null) {
                chunk = next;
                frame = next.head();
                return true;
            }
        }
        return false;
    }

    private boolean body(Chunk current, ByteBuffer out) {
        if (current.aborted()) {
            end(current, ContinuationFlag.ABORTED);
        } else if (current.complete()) {
            end(current, ContinuationFlag.COMPLETE);
        } else if (current.length() >= most(current) || (current.waits() && othersWait(current))) {
            end(current, ContinuationFlag.MORE);
        } else if (current.waits()) {
            return false;
        } else if (!current.write(out, most(current) - current.length())) {
            end(current, ContinuationFlag.MORE);
        }
        return true;
    }

    private int most(Chunk current) {
        return othersWait(current) ? QUANTUM : current.queue().longestChunk();
    }

    private boolean othersWait(Chunk current) {
        return !control.isEmpty() || !turns.isEmpty() || current.queue().othersWait(current);
    }

    private void end(Chunk current, ContinuationFlag flag) {
        chunk = null;
        frame = current.end(flag);
    }
}
