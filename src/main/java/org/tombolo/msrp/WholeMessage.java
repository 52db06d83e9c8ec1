package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.tombolo.msrp.wire.MsrpStatus;

/** Collects a message in memory, up to a limit. */
public final class WholeMessage implements MessageSink {
    private final IncomingMessage message;
    private final int limit;
    private final Consumer<byte[]> whole;
    private byte[] content;

    /**
     * @param limit most octets; a longer message is refused with 413
     * @param whole gets the content; has to answer the message
     */
    public WholeMessage(IncomingMessage message, int limit, Consumer<byte[]> whole) {
        this.message = message;
        this.limit = limit;
        this.whole = whole;
        this.content = new byte[0];
        if (message.size().orElse(0) > limit) {
            message.refuse(MsrpStatus.STOP_SENDING);
        }
    }

    @Override
    public void part(long offset, ByteBuffer data) {
        int length = data.remaining();
        if (offset + length > limit) {
            message.refuse(MsrpStatus.STOP_SENDING);
        } else {
            int end = (int) offset + length;
            if (end > content.length) {
                content = Arrays.copyOf(content, grown(end));
            }
            data.get(content, (int) offset, length);
        }
        message.consumed(length);
    }

    private int grown(int end) {
        // The size is the sender's word: believe it for a page only.
        long said = Math.min(message.size().orElse(0), 4096);
        return (int) Math.min(limit, Math.max(Math.max(said, end), end > 4096 ? 2L * content.length : 0));
    }

    @Override
    public void complete(long size) {
        whole.accept(content.length == size ? content : Arrays.copyOf(content, (int) size));
    }

    @Override
    public void aborted(String why) {
        content = new byte[0];
    }
}
