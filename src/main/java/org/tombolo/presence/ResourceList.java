package org.tombolo.presence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;

/**
 * A list of URIs that a request brings (RFC 5367 4, RFC 4826 3).
 *
 * @param uris of its entries, each once
 */
public record ResourceList(Set<String> uris) {
    public static final String TYPE = "application/resource-lists+xml";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:resource-lists";

    /**
     * Reads a body.
     *
     * @param encoding Content-Encoding; empty, {@code identity} or {@code deflate}
     * @throws XmlException when it is no list
     */
    public static ResourceList read(byte[] body, String encoding) throws XmlException {
        XmlElement root = XmlReader.SIP_BODY.read(decoded(body, encoding.trim().toLowerCase(Locale.ROOT)));
        if (!root.is(NAMESPACE, "resource-lists")) {
            throw new XmlException("not a resource list: " + root.name());
        }
        Set<String> uris = new LinkedHashSet<>();
        // RFC 5367 4: the list is flat; what else a document may hold is left out.
        root.all(NAMESPACE, "list").stream()
                .flatMap(list -> list.all(NAMESPACE, "entry").stream())
                .map(entry -> entry.attribute("uri").trim())
                .filter(uri -> !uri.isEmpty())
                .forEach(uris::add);
        return new ResourceList(uris);
    }

    private static byte[] decoded(byte[] body, String encoding) throws XmlException {
        if (!encoding.equals("deflate")) {
            return body;
        }
        // One more than is taken, so that more is noticed and no more is unpacked.
        try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(body))) {
            return inflated.readNBytes(XmlReader.SIP_BODY.bytes() + 1);
        } catch (IOException e) {
            throw new XmlException("not deflated: " + e.getMessage());
        }
    }
}
