package org.tombolo.msrp.cpim;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xml.XmlWriter;

/**
 * Where a file is that was uploaded, as RCS phones tell each other (GSMA RCC.07, File Transfer via HTTP).
 *
 * @param file what was sent
 * @param name of the file for a person, empty when there is none
 * @param thumbnail a small picture of it
 */
public record FileLink(Resource file, String name, Optional<Resource> thumbnail) {
    public static final String TYPE = "application/vnd.gsma.rcs-ft-http+xml";

    private static final String NAMESPACE = "urn:gsma:params:xml:ns:rcs:rcs:fthttp";
    private static final int LONGEST = 2000;

    /**
     * What one {@code file-info} describes.
     *
     * @param url by HTTP or HTTPS
     * @param type media type, empty when it is not told
     * @param size octets
     * @param until when the server deletes it
     */
    public record Resource(String url, String type, OptionalLong size, Optional<Instant> until) {
        public Resource {
            if (!isHttp(url)) {
                throw new IllegalArgumentException("no http URL of a file");
            }
        }
    }

    /** Whether a content type is that of the document. */
    public static boolean is(String contentType) {
        return contentType.split(";", 2)[0].trim().equalsIgnoreCase(TYPE);
    }

    /** The same without the thumbnail. */
    public FileLink withoutThumbnail() {
        return new FileLink(file, name, Optional.empty());
    }

    /** Whether the server has deleted the file by then. */
    public boolean isOver(Instant now) {
        return file.until().filter(end -> !end.isAfter(now)).isPresent();
    }

    /**
     * Reads the document. A thumbnail that cannot be fetched is left out.
     *
     * @throws CpimException when it names no file that can be fetched
     */
    public static FileLink parse(byte[] octets) throws CpimException {
        try {
            XmlElement root = XmlReader.SIP_BODY.read(octets);
            XmlElement file = info(root, "file").orElseThrow(() -> new CpimException("no file is described"));
            Resource described = resource(file).orElseThrow(() -> new CpimException("no http URL of the file"));
            return new FileLink(
                    described,
                    file.childText(NAMESPACE, "file-name"),
                    info(root, "thumbnail").flatMap(FileLink::resource));
        } catch (XmlException e) {
            throw new CpimException("the description of a file: " + e.getMessage());
        }
    }

    private static Optional<XmlElement> info(XmlElement root, String type) {
        return root.all(NAMESPACE, "file-info").stream()
                .filter(info -> info.attribute("type").equals(type))
                .findFirst();
    }

    private static Optional<Resource> resource(XmlElement info) {
        Optional<XmlElement> data = info.child(NAMESPACE, "data");
        String size = info.childText(NAMESPACE, "file-size");
        return data.map(d -> d.attribute("url").trim())
                .filter(FileLink::isHttp)
                .map(url -> new Resource(
                        url,
                        info.childText(NAMESPACE, "content-type"),
                        size.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty(),
                        data.flatMap(d -> time(d.attribute("until")))));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.trim()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && url.length() <= LONGEST;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The document. */
    public byte[] octets() {
        XmlElement root = XmlElement.of(NAMESPACE, "file");
        if (thumbnail.isPresent()) {
            root = root.with(info("thumbnail", thumbnail.get(), ""));
        }
        return XmlWriter.write(root.with(info("file", file, name)));
    }

    // RCC.07: the elements in the order of its schema.
    private static XmlElement info(String kind, Resource resource, String name) {
        XmlElement info = XmlElement.of(NAMESPACE, "file-info").with("type", kind);
        if (resource.size().isPresent()) {
            info = info.with(text("file-size", String.valueOf(resource.size().getAsLong())));
        }
        info = name.isEmpty() ? info : info.with(text("file-name", name));
        info = resource.type().isEmpty() ? info : info.with(text("content-type", resource.type()));
        XmlElement data = XmlElement.of(NAMESPACE, "data").with("url", resource.url());
        return info.with(resource.until()
                .map(end ->
                        data.with("until", end.truncatedTo(ChronoUnit.SECONDS).toString()))
                .orElse(data));
    }

    private static XmlElement text(String name, String text) {
        return XmlElement.of(NAMESPACE, name, text);
    }
}
