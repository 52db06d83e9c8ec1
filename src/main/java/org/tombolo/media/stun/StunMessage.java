package org.tombolo.media.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A STUN message that came (RFC 8489 5), with a correct FINGERPRINT (ICE demands one, RFC 8445 7.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Magic Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Transaction ID (96 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         attribute type        |            length             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                value, padded to a multiple of 4 ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class StunMessage {
    private static final int LONGEST = 1500;
    private static final int MOST_ATTRIBUTES = 32;

    /** Those that mean nothing to us, but that we know of: REALM, NONCE, MESSAGE-INTEGRITY-SHA256. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            Stun.USERNAME,
            Stun.MESSAGE_INTEGRITY,
            Stun.ERROR_CODE,
            Stun.UNKNOWN_ATTRIBUTES,
            Stun.XOR_MAPPED_ADDRESS,
            Stun.PRIORITY,
            Stun.USE_CANDIDATE,
            0x0014,
            0x0015,
            0x001C);

    private record Attribute(int type, int offset, int length) {}

    private final byte[] octets;
    private final List<Attribute> attributes;

    private StunMessage(byte[] octets, List<Attribute> attributes) {
        this.octets = octets;
        this.attributes = attributes;
    }

    /** Reads a datagram, from 0 to its limit; empty when it is no STUN message of ICE. */
    public static Optional<StunMessage> parse(ByteBuffer datagram) {
        int limit = datagram.limit();
        if (limit < Stun.HEADER || limit > LONGEST || limit % 4 != 0 || (datagram.get(0) & 0xC0) != 0) {
            return Optional.empty();
        }
        byte[] octets = new byte[limit];
        datagram.get(0, octets);
        ByteBuffer in = ByteBuffer.wrap(octets);
        if ((in.getShort(2) & 0xFFFF) != limit - Stun.HEADER || in.getInt(4) != Stun.MAGIC_COOKIE) {
            return Optional.empty();
        }
        return attributes(in).map(found -> new StunMessage(octets, found)).filter(StunMessage::isIntact);
    }

    /** Those up to MESSAGE-INTEGRITY, and the FINGERPRINT: others behind it are to be ignored (RFC 8489 14.5). */
    private static Optional<List<Attribute>> attributes(ByteBuffer in) {
        List<Attribute> found = new ArrayList<>();
        boolean signed = false;
        int at = Stun.HEADER;
        while (at + 4 <= in.limit()) {
            Attribute next = new Attribute(in.getShort(at) & 0xFFFF, at + 4, in.getShort(at + 2) & 0xFFFF);
            at = next.offset + (next.length + 3 & ~3);
            if (at > in.limit() || found.size() == MOST_ATTRIBUTES) {
                return Optional.empty();
            }
            if (!signed || next.type == Stun.FINGERPRINT) {
                found.add(next);
            }
            signed |= next.type == Stun.MESSAGE_INTEGRITY;
        }
        return Optional.of(found);
    }

    private boolean isIntact() {
        Attribute last = attributes.isEmpty() ? new Attribute(0, 0, 0) : attributes.get(attributes.size() - 1);
        return last.type == Stun.FINGERPRINT
                && last.length == 4
                && last.offset + 4 == octets.length
                && ByteBuffer.wrap(octets).getInt(last.offset) == fingerprint(octets, last.offset - 4);
    }

    /** CRC-32 of what comes before the attribute (RFC 8489 14.7). */
    static int fingerprint(byte[] message, int before) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, before);
        return (int) crc.getValue() ^ Stun.FINGERPRINT_XOR;
    }

    /** Method and class, such as {@link Stun#BINDING_REQUEST}. */
    public int type() {
        return ((octets[0] & 0xFF) << 8) | (octets[1] & 0xFF);
    }

    public byte[] transaction() {
        return Arrays.copyOfRange(octets, 8, Stun.HEADER);
    }

    public boolean has(int attribute) {
        return find(attribute).isPresent();
    }

    /** The value of an attribute as text. */
    public Optional<String> text(int attribute) {
        return find(attribute).map(a -> new String(octets, a.offset, a.length, StandardCharsets.UTF_8));
    }

    /** The value of an attribute as it stands. */
    public Optional<ByteBuffer> value(int attribute) {
        return find(attribute)
                .map(a -> ByteBuffer.wrap(octets, a.offset, a.length).slice().asReadOnlyBuffer());
    }

    /** Whether the message was signed with that password. */
    public boolean isSignedBy(StunKey key) {
        return find(Stun.MESSAGE_INTEGRITY)
                .filter(a -> a.length == Stun.INTEGRITY)
                .filter(a -> MessageDigest.isEqual(
                        key.sign(octets, a.offset - 4), Arrays.copyOfRange(octets, a.offset, a.offset + a.length)))
                .isPresent();
    }

    /** Attributes that must be understood and are not: a request with any is refused with 420 (RFC 8489 6.3.1). */
    public List<Integer> unknown() {
        return attributes.stream()
                .map(Attribute::type)
                .filter(type -> type < Stun.OPTIONAL && !UNDERSTOOD.contains(type))
                .toList();
    }

    private Optional<Attribute> find(int type) {
        for (Attribute attribute : attributes) {
            if (attribute.type == type) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
