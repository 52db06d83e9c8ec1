package org.tombolo.xmpp.component;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** A socket's input whose read time-outs are heartbeats, not errors: the reader can watch the clock while the peer is silent. */
final class WatchfulInput extends FilterInputStream {

    /** What to check at each heartbeat. */
    interface Watch {
        void check() throws IOException;
    }

    private final Watch watch;

    WatchfulInput(InputStream in, Watch watch) {
        super(in);
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            try {
                return in.read(buffer, offset, length);
            } catch (SocketTimeoutException e) {
                watch.check();
            }
        }
    }
}
