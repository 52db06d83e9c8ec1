package org.tombolo.gateway.interconnection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.ImdnRequest;

/**
 * Stanza ids of ours, which carry what a receipt needs to find its way back to SIP, however much later it comes: a receipt
 * names its message by the stanza id (XEP-0184 5.2), so nothing has to be kept for it.
 */
final class StanzaId {
    /** More than any real request needs; with more, no receipts are asked for. */
    private static final int LONGEST = 600;

    private static final char SEPARATOR = '~';
    private static final String FIELDS = "\n";
    private static final String DEVICE = "+";

    private StanzaId() {}

    /**
     * What the sender wants to hear (RFC 5438).
     *
     * @param request its Message-ID and the rest
     * @param sent the DateTime of the message
     * @param device whether it was for one device, whose notifications come from the device's address: phones find the
     *     chat by it
     */
    record Wanted(ImdnRequest request, Instant sent, boolean device) {
        boolean has(Disposition disposition) {
            return request.wanted().contains(disposition);
        }
    }

    /** The id of a message whose sender wants to hear nothing. */
    static String of(MessageId id) {
        return id.text();
    }

    /** The id of a message; without what the sender wants when that would be too long. */
    static String of(MessageId id, Wanted wanted) {
        ImdnRequest request = wanted.request();
        List<String> fields = new ArrayList<>();
        fields.add(letters(request.wanted()) + (wanted.device() ? DEVICE : ""));
        fields.add(Long.toString(wanted.sent().toEpochMilli(), Character.MAX_RADIX));
        fields.add(request.messageId());
        fields.add(request.originalTo().orElse(""));
        fields.addAll(request.recordRoute());
        String packed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(FIELDS, fields).getBytes(StandardCharsets.UTF_8));
        return packed.length() > LONGEST ? of(id) : id.text() + SEPARATOR + packed;
    }

    /** What the sender of a message wants to hear; empty when she wants nothing, or the id is not ours. */
    static Optional<Wanted> wanted(String stanzaId) {
        int separator = stanzaId.indexOf(SEPARATOR);
        if (separator < 0 || MessageId.startOf(stanzaId).isEmpty() || stanzaId.length() > separator + 1 + LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] packed = Base64.getUrlDecoder().decode(stanzaId.substring(separator + 1));
            return read(new String(packed, StandardCharsets.UTF_8).split(FIELDS, -1));
        } catch (IllegalArgumentException e) {
            // Somebody made it up.
            return Optional.empty();
        }
    }

    private static Optional<Wanted> read(String[] fields) {
        if (fields.length < 4) {
            return Optional.empty();
        }
        Optional<String> originalTo = fields[3].isEmpty() ? Optional.empty() : Optional.of(fields[3]);
        List<String> routes = Arrays.asList(fields).subList(4, fields.length);
        ImdnRequest request = new ImdnRequest(fields[2], dispositions(fields[0]), originalTo, routes);
        Instant sent = Instant.ofEpochMilli(Long.parseLong(fields[1], Character.MAX_RADIX));
        return Optional.of(new Wanted(request, sent, fields[0].endsWith(DEVICE)));
    }

    private static String letters(Set<Disposition> wanted) {
        StringBuilder letters = new StringBuilder();
        wanted.forEach(disposition -> letters.append((char) ('a' + disposition.ordinal())));
        return letters.toString();
    }

    private static Set<Disposition> dispositions(String letters) {
        EnumSet<Disposition> wanted = EnumSet.noneOf(Disposition.class);
        for (Disposition disposition : Disposition.values()) {
            if (letters.indexOf('a' + disposition.ordinal()) >= 0) {
                wanted.add(disposition);
            }
        }
        return wanted;
    }
}
