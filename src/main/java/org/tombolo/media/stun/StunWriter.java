package org.tombolo.media.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes one STUN message: its attributes, then the signature, then the fingerprint. */
public final class StunWriter {
    private static final int LONGEST = 548; // RFC 8489 6.1: fits the smallest IPv4 path with headers
    private static final int FAMILY_IPV4 = 1;
    private static final int FAMILY_IPV6 = 2;

    private final ByteBuffer out = ByteBuffer.allocate(LONGEST);

    /**
     * @param type such as {@link Stun#BINDING_SUCCESS}
     * @param transaction 12 octets; a response repeats the request's
     */
    public StunWriter(int type, byte[] transaction) {
        if (transaction.length != Stun.TRANSACTION) {
            throw new IllegalArgumentException("a transaction id has 12 octets, not " + transaction.length);
        }
        out.putShort((short) type).putShort((short) 0).putInt(Stun.MAGIC_COOKIE).put(transaction);
    }

    /** Any attribute. */
    public StunWriter with(int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        return this;
    }

    public StunWriter with(int type, String text) {
        return with(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 14.2). */
    public StunWriter mapped(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        for (int i = 0; i < ip.length; i++) {
            ip[i] ^= out.get(4 + i); // the cookie and, for IPv6, the transaction id behind it
        }
        ByteBuffer value = ByteBuffer.allocate(4 + ip.length);
        value.putShort((short) (ip.length == 4 ? FAMILY_IPV4 : FAMILY_IPV6));
        value.putShort((short) (address.getPort() ^ Stun.MAGIC_COOKIE >>> 16)).put(ip);
        return with(Stun.XOR_MAPPED_ADDRESS, value.array());
    }

    /** ERROR-CODE (RFC 8489 14.8). */
    public StunWriter error(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.allocate(4 + words.length);
        value.putShort((short) 0)
                .put((byte) (code / 100))
                .put((byte) (code % 100))
                .put(words);
        return with(Stun.ERROR_CODE, value.array());
    }

    /** UNKNOWN-ATTRIBUTES (RFC 8489 14.13). */
    public StunWriter unknown(List<Integer> types) {
        ByteBuffer value = ByteBuffer.allocate(2 * types.size());
        types.forEach(type -> value.putShort((short) (int) type));
        return with(Stun.UNKNOWN_ATTRIBUTES, value.array());
    }

    /** MESSAGE-INTEGRITY over all so far. */
    public StunWriter signed(StunKey key) {
        return with(Stun.MESSAGE_INTEGRITY, key.sign(out.array(), out.position()));
    }

    /** Closes the message with its FINGERPRINT. */
    public byte[] finish() {
        int before = out.position();
        out.putShort(2, (short) (before + 8 - Stun.HEADER));
        out.putShort((short) Stun.FINGERPRINT).putShort((short) 4);
        out.putInt(StunMessage.fingerprint(out.array(), before));
        return Arrays.copyOf(out.array(), out.position());
    }
}
