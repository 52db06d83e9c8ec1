package org.tombolo.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.tombolo.trace.TraceEvent.Protocol;

/**
 * One entry of the log as octets: its size, the hash of what it is looked up by, its kind, then its fields. Strings are UTF-8
 * behind their length.
 */
final class TraceRecord {
    private static final byte EVENT = 0;
    private static final byte LINK = 1;
    private static final int HEAD = 2 * Integer.BYTES + 1;
    private static final int TIME = Long.BYTES + Integer.BYTES;
    private static final Protocol[] PROTOCOLS = Protocol.values();

    private final ByteBuffer octets;
    private final int at;

    /** The record that begins there. */
    TraceRecord(ByteBuffer octets, int at) {
        this.octets = octets;
        this.at = at;
    }

    static byte[] of(TraceEvent event) {
        byte[][] texts = utf8(event.session().value(), event.from(), event.to(), event.summary(), event.detail());
        ByteBuffer record = record(EVENT, event.session().hashCode(), TIME + 1, texts);
        record.putLong(event.time().getEpochSecond()).putInt(event.time().getNano());
        record.put((byte) event.protocol().ordinal());
        return filled(record, texts);
    }

    static byte[] of(SessionId session, String callId) {
        byte[][] texts = utf8(session.value(), callId);
        return filled(record(LINK, callId.hashCode(), 0, texts), texts);
    }

    private static byte[][] utf8(String... texts) {
        byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return all;
    }

    private static ByteBuffer record(byte kind, int hash, int more, byte[][] texts) {
        int size = HEAD + more;
        for (byte[] text : texts) {
            size += Integer.BYTES + text.length;
        }
        return ByteBuffer.allocate(size).putInt(size).putInt(hash).put(kind);
    }

    private static byte[] filled(ByteBuffer record, byte[][] texts) {
        for (byte[] text : texts) {
            record.putInt(text.length).put(text);
        }
        return record.array();
    }

    /** Where the next one begins. */
    int end() {
        return at + octets.getInt(at);
    }

    /** Whether it may be an event of a session. */
    boolean mayBeEventOf(SessionId session) {
        return octets.get(at + HEAD - 1) == EVENT && hash() == session.hashCode();
    }

    /** Whether it says to which session a Call-ID belongs. */
    boolean isLinkOf(String callId) {
        return octets.get(at + HEAD - 1) == LINK && hash() == callId.hashCode() && text(1).equals(callId);
    }

    private int hash() {
        return octets.getInt(at + Integer.BYTES);
    }

    SessionId session() {
        return new SessionId(text(0));
    }

    /** The event; only of one that {@link #mayBeEventOf} a session. */
    TraceEvent event() {
        Instant time = Instant.ofEpochSecond(octets.getLong(at + HEAD), octets.getInt(at + HEAD + Long.BYTES));
        Protocol protocol = PROTOCOLS[octets.get(at + HEAD + TIME)];
        return new TraceEvent(session(), time, protocol, text(1), text(2), text(3), text(4));
    }

    private String text(int place) {
        int start = at + HEAD + (octets.get(at + HEAD - 1) == EVENT ? TIME + 1 : 0);
        for (int i = 0; i < place; i++) {
            start += Integer.BYTES + octets.getInt(start);
        }
        byte[] text = new byte[octets.getInt(start)];
        octets.get(start + Integer.BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
