package org.tombolo.msrp.cpim;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message says of the notifications that its sender wants (RFC 5438 6).
 *
 * @param messageId names the message in its notifications
 * @param wanted which ones
 * @param originalTo whom it was for before it was sent on
 * @param recordRoute who wants to see the notifications pass by; the first is the nearest
 */
public record ImdnRequest(
        String messageId, Set<Disposition> wanted, Optional<String> originalTo, List<String> recordRoute) {
    private static final String PREFIX = "imdn";

    public ImdnRequest {
        wanted = Set.copyOf(wanted);
        recordRoute = List.copyOf(recordRoute);
    }

    /** A request for a message of ours. */
    public static ImdnRequest of(String messageId, Set<Disposition> wanted) {
        return new ImdnRequest(messageId, wanted, Optional.empty(), List.of());
    }

    /** What a message says; empty when it has no Message-ID, so that nothing could be told of it. */
    public static Optional<ImdnRequest> of(Cpim message) {
        return message.header(Imdn.NAMESPACE, "Message-ID")
                .map(id -> new ImdnRequest(
                        id,
                        message.header(Imdn.NAMESPACE, "Disposition-Notification")
                                .map(Disposition::parse)
                                .orElse(Set.of()),
                        message.header(Imdn.NAMESPACE, "Original-To")
                                .flatMap(CpimAddress::parse)
                                .map(CpimAddress::uri),
                        message.values(Imdn.NAMESPACE, "IMDN-Record-Route").stream()
                                .flatMap(h -> CpimAddress.parse(h.value()).stream())
                                .map(CpimAddress::uri)
                                .toList()));
    }

    /** The message with these headers. */
    public Cpim addTo(Cpim message) {
        Cpim with = message.namespace(PREFIX, Imdn.NAMESPACE).with(CpimHeader.of(PREFIX + ".Message-ID", messageId));
        if (!wanted.isEmpty()) {
            with = with.with(CpimHeader.of(PREFIX + ".Disposition-Notification", Disposition.text(wanted)));
        }
        return originalTo.isPresent()
                ? with.with(CpimHeader.of(PREFIX + ".Original-To", "<" + originalTo.get() + ">"))
                : with;
    }
}
