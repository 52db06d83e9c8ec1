package org.tombolo.presence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlWriter;

/**
 * The state of a list of resources, or what is new of it (RFC 4662 5).
 *
 * @param uri of the list
 * @param version counts the documents of one subscription from 0 on
 * @param full whether all resources are there
 * @param resources those that it is about
 * @param boundary stands in none of the documents; letters, digits and {@code -}
 */
public record ListNotification(String uri, long version, boolean full, List<Resource> resources, String boundary) {
    private static final String RLMI = "urn:ietf:params:xml:ns:rlmi";
    private static final String RLMI_TYPE = "application/rlmi+xml";

    /** Where a virtual subscription stands (RFC 4662 5.5). */
    public enum State {
        ACTIVE,
        PENDING,
        TERMINATED
    }

    /**
     * One of them.
     *
     * @param uri the one in the list
     * @param state none while nothing is known
     * @param reason why it is terminated; empty otherwise
     * @param document its state; none where there is nothing to say
     */
    public record Resource(String uri, Optional<State> state, String reason, Optional<byte[]> document) {}

    /** Content-Type of what {@link #write} gives. */
    public String type() {
        // Without quotes, which a token need not have (RFC 2046 5.1.1) and Linphone takes for a part of it.
        return "multipart/related;type=\"" + RLMI_TYPE + "\";start=\"<" + cid(0) + ">\";boundary=" + boundary;
    }

    private String cid(int part) {
        return part + "." + boundary + "@tombolo.invalid";
    }

    /** The documents as a body; the first tells what the others are. */
    public byte[] write() {
        XmlElement list = XmlElement.of(RLMI, "list")
                .with("uri", uri)
                .with("version", Long.toString(version))
                .with("fullState", Boolean.toString(full));
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < resources.size(); i++) {
            Resource resource = resources.get(i);
            int part = i + 1;
            list = list.with(element(resource, cid(part)));
            resource.document().ifPresent(document -> part(parts, part, PresenceDocument.TYPE, document));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, 0, RLMI_TYPE, XmlWriter.write(list));
        body.writeBytes(parts.toByteArray());
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static XmlElement element(Resource resource, String cid) {
        XmlElement element = XmlElement.of(RLMI, "resource").with("uri", resource.uri());
        if (resource.state().isEmpty()) {
            // RFC 4662 4.5: of which nothing is known yet there is no instance.
            return element;
        }
        XmlElement instance = XmlElement.of(RLMI, "instance")
                .with("id", "1")
                .with("state", resource.state().get().name().toLowerCase(Locale.ROOT));
        instance = resource.reason().isEmpty() ? instance : instance.with("reason", resource.reason());
        return element.with(resource.document().isPresent() ? instance.with("cid", cid) : instance);
    }

    private void part(ByteArrayOutputStream out, int number, String type, byte[] content) {
        String head = "--" + boundary + "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <" + cid(number)
                + ">\r\nContent-Type: " + type + ";charset=\"UTF-8\"\r\n\r\n";
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
