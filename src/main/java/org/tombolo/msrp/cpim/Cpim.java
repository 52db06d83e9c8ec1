package org.tombolo.msrp.cpim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message in the Common Presence and Instant Messaging format (RFC 3862).
 *
 * @param headers message headers, in order
 * @param contentHeaders of the content, such as Content-Type, in order
 * @param content the octets, not to be changed
 */
public record Cpim(List<CpimHeader> headers, List<MimeHeader> contentHeaders, byte[] content) {
    public static final String TYPE = "message/cpim";
    /** Namespace of the headers of RFC 3862 itself (RFC 3862 3.4). */
    public static final String CORE = "urn:ietf:params:cpim-headers:";

    private static final String NAMESPACE = "NS";
    private static final Map<String, Set<String>> KNOWN = Map.of(
            CORE,
            Set.of("From", "To", "cc", "DateTime", "Subject", "NS", "Require"),
            Imdn.NAMESPACE,
            Set.of("Message-ID", "Disposition-Notification", "Original-To", "IMDN-Record-Route", "IMDN-Route"));

    public Cpim {
        headers = List.copyOf(headers);
        contentHeaders = List.copyOf(contentHeaders);
    }

    /** A message with nothing but its content. */
    public static Cpim of(String contentType, byte[] content) {
        return new Cpim(List.of(), List.of(new MimeHeader("Content-Type", contentType)), content);
    }

    /**
     * Reads a message.
     *
     * @throws CpimException with what is missing or wrong
     */
    public static Cpim parse(byte[] octets) throws CpimException {
        return new CpimReader(octets).read();
    }

    public Optional<CpimAddress> from() {
        return header(CORE, "From").flatMap(CpimAddress::parse);
    }

    public List<CpimAddress> to() {
        return addresses("To");
    }

    public List<CpimAddress> cc() {
        return addresses("cc");
    }

    private List<CpimAddress> addresses(String name) {
        return values(CORE, name).stream()
                .flatMap(h -> CpimAddress.parse(h.value()).stream())
                .toList();
    }

    /** When it was sent; empty when that is not said, or not in the form of RFC 3339. */
    public Optional<Instant> dateTime() {
        try {
            return header(CORE, "DateTime")
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The first subject, with its language in the parameter {@code lang}. */
    public Optional<CpimHeader> subject() {
        return values(CORE, "Subject").stream().findFirst();
    }

    /** Media type of the content; text/plain when nothing is said (RFC 2045 5.2). */
    public String contentType() {
        return MimeHeader.first(contentHeaders, "Content-Type").orElse("text/plain");
    }

    /** A further header of the content. */
    public Optional<String> contentHeader(String name) {
        return MimeHeader.first(contentHeaders, name);
    }

    /** The value of the first header of a namespace. */
    public Optional<String> header(String namespace, String name) {
        return values(namespace, name).stream().map(CpimHeader::value).findFirst();
    }

    /** All headers of a namespace with that name (RFC 3862 3.4: the prefix is the writer's choice). */
    public List<CpimHeader> values(String namespace, String name) {
        List<CpimHeader> found = new ArrayList<>();
        // RFC 3862 3.4: a declaration holds for the headers behind it.
        Map<String, String> namespaces = new HashMap<>(Map.of("", CORE));
        for (CpimHeader header : headers) {
            if (header.name().equals(NAMESPACE)) {
                CpimAddress.parse(header.value()).ifPresent(ns -> namespaces.put(ns.name(), ns.uri()));
            }
            if (header.localName().equals(name) && namespace.equals(namespaces.get(header.prefix()))) {
                found.add(header);
            }
        }
        return found;
    }

    /**
     * Names in Require headers that are not understood (RFC 3862 4.7): such a message must not be passed on. The headers of
     * RFC 3862 and of notifications are.
     *
     * @param understood further names as they stand on the wire, with their prefixes
     */
    public List<String> notUnderstood(Set<String> understood) {
        return values(CORE, "Require").stream()
                .flatMap(h -> Arrays.stream(h.value().split("[,\\s]+")))
                .filter(name -> !name.isEmpty() && !understood.contains(name) && !isKnown(name))
                .toList();
    }

    // What a name in Require means is decided by the declarations of the whole message: it may name what is no header.
    private boolean isKnown(String required) {
        String prefix = required.substring(0, Math.max(0, required.indexOf('.')));
        String local = required.substring(required.indexOf('.') + 1);
        String namespace = headers.stream()
                .filter(h -> h.name().equals(NAMESPACE))
                .flatMap(h -> CpimAddress.parse(h.value()).stream())
                .filter(ns -> ns.name().equals(prefix))
                .map(CpimAddress::uri)
                .findFirst()
                .orElse(prefix.isEmpty() ? CORE : "");
        return KNOWN.getOrDefault(namespace, Set.of()).contains(local);
    }

    /** The same with one more header. */
    public Cpim with(CpimHeader header) {
        List<CpimHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new Cpim(more, contentHeaders, content);
    }

    /** The same with the headers that say who writes to whom, and when. */
    public Cpim between(CpimAddress from, CpimAddress to, Instant sent) {
        return with(CpimHeader.of("From", from.text()))
                .with(CpimHeader.of("To", to.text()))
                .with(CpimHeader.of(
                        "DateTime", sent.truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    /** The same with a namespace and its prefix. */
    public Cpim namespace(String prefix, String namespace) {
        return with(CpimHeader.of(NAMESPACE, prefix + " <" + namespace + ">"));
    }

    /** The same with one more header of the content. */
    public Cpim with(MimeHeader header) {
        List<MimeHeader> more = new ArrayList<>(contentHeaders);
        more.add(header);
        return new Cpim(headers, more, content);
    }

    /** The octets for the wire. */
    public byte[] octets() {
        StringBuilder head = new StringBuilder(256);
        headers.forEach(header -> header.write(head));
        head.append("\r\n");
        contentHeaders.forEach(
                h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
        head.append("\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + content.length);
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        return out.toByteArray();
    }
}
