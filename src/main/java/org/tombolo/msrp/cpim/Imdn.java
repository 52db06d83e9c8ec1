package org.tombolo.msrp.cpim;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A notification of what became of a message (RFC 5438 7.2, 11).
 *
 * @param messageId of the message, from its {@code imdn.Message-ID}
 * @param dateTime when the message was sent, as its DateTime header said; empty when that cannot be read
 * @param recipientUri who tells
 * @param originalRecipientUri whom the message was first for, empty when that is not said
 * @param kind what it is about
 * @param status what became of it
 */
public record Imdn(
        String messageId,
        Optional<Instant> dateTime,
        String recipientUri,
        String originalRecipientUri,
        Kind kind,
        Status status) {
    public static final String TYPE = "message/imdn+xml";
    /** Namespace of the CPIM headers (RFC 5438 6.1). */
    public static final String NAMESPACE = "urn:ietf:params:imdn";
    /** Namespace of the XML document (RFC 5438 11.1). */
    static final String XML_NAMESPACE = "urn:ietf:params:xml:ns:imdn";

    /** What a notification is about. */
    public enum Kind {
        DELIVERY,
        PROCESSING,
        DISPLAY;

        String element() {
            return name().toLowerCase(Locale.ROOT) + "-notification";
        }
    }

    /** What became of the message (RFC 5438 11.1.7). */
    public enum Status {
        DELIVERED,
        FAILED,
        PROCESSED,
        STORED,
        DISPLAYED,
        FORBIDDEN,
        ERROR;

        String element() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** RFC 5438 11.1.7: which of them a kind can have. */
        boolean fits(Kind kind) {
            return switch (this) {
                case DELIVERED, FAILED -> kind == Kind.DELIVERY;
                case PROCESSED, STORED -> kind == Kind.PROCESSING;
                case DISPLAYED -> kind == Kind.DISPLAY;
                case FORBIDDEN, ERROR -> true;
            };
        }
    }

    public Imdn {
        if (!status.fits(kind)) {
            throw new IllegalArgumentException(status + " is no status of " + kind);
        }
    }

    /** Whether a content type is that of a notification. */
    public static boolean is(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .equalsIgnoreCase(TYPE);
    }

    /**
     * Reads the content of a notification.
     *
     * @throws CpimException with what is missing or wrong
     */
    public static Imdn parse(byte[] octets) throws CpimException {
        return ImdnReader.read(octets);
    }

    /** The XML document. */
    public byte[] octets() {
        return ImdnWriter.write(this);
    }

    /**
     * The notification in its envelope (RFC 5438 7.2.1).
     *
     * @param request what the message asked for
     * @param id Message-ID of the notification itself
     * @param from who tells
     * @param to who sent the message
     */
    public Cpim message(ImdnRequest request, String id, CpimAddress from, CpimAddress to, Instant now) {
        return envelope(TYPE, octets(), request, id, from, to, now);
    }

    static Cpim envelope(
            String type,
            byte[] content,
            ImdnRequest request,
            String id,
            CpimAddress from,
            CpimAddress to,
            Instant now) {
        // RFC 5438 7.2.1: a notification asks for none itself.
        Cpim message = Cpim.of(type, content)
                .with(new MimeHeader("Content-Disposition", "notification"))
                .with(new MimeHeader("Content-Length", String.valueOf(content.length)))
                .between(from, to, now)
                .namespace("imdn", NAMESPACE)
                .with(CpimHeader.of("imdn.Message-ID", id));
        for (String hop : request.recordRoute()) {
            message = message.with(CpimHeader.of("imdn.IMDN-Route", "<" + hop + ">"));
        }
        return message;
    }
}
