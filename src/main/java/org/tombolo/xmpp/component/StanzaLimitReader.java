package org.tombolo.xmpp.component;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends the stream when one stanza is longer than allowed, before it fills the memory. */
final class StanzaLimitReader extends FilterReader {
    private final int limit;
    private int sinceStanza;

    StanzaLimitReader(Reader in, int limit) {
        super(in);
        this.limit = limit;
    }

    /** A stanza is complete: counting starts anew. */
    void stanzaEnded() {
        sinceStanza = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (sinceStanza > limit) {
            throw new IOException("a stanza of more than " + limit + " characters");
        }
        int count = in.read(buffer, offset, length);
        sinceStanza += Math.max(count, 0);
        return count;
    }
}
