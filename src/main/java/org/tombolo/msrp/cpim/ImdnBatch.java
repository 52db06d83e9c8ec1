package org.tombolo.msrp.cpim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Notifications of one message, told together (RFC 5438 8.3).
 *
 * @param imdns at least one
 */
public record ImdnBatch(List<Imdn> imdns) {
    public ImdnBatch {
        imdns = List.copyOf(imdns);
        if (imdns.isEmpty()) {
            throw new IllegalArgumentException("a batch of nothing");
        }
    }

    /**
     * All of them in one envelope; one alone needs no parts.
     *
     * @param request what the message asked for
     * @param id Message-ID of the notification itself
     * @param from who tells
     * @param to who sent the message
     */
    public Cpim message(ImdnRequest request, String id, CpimAddress from, CpimAddress to, Instant now) {
        if (imdns.size() == 1) {
            return imdns.get(0).message(request, id, from, to, now);
        }
        String boundary = "imdn-" + id;
        byte[] parts = parts(boundary);
        return Imdn.envelope("multipart/mixed;boundary=\"" + boundary + "\"", parts, request, id, from, to, now);
    }

    private byte[] parts(String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 * imdns.size());
        for (Imdn imdn : imdns) {
            out.writeBytes(ascii("--" + boundary + "\r\nContent-Type: " + Imdn.TYPE + "\r\n\r\n"));
            out.writeBytes(imdn.octets());
            out.writeBytes(ascii("\r\n"));
        }
        out.writeBytes(ascii("--" + boundary + "--\r\n"));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
