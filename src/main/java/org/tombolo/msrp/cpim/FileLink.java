package org.tombolo.msrp.cpim;

import java.net.URI;
import java.net.URISyntaxException;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;

/**
 * Where a file is that was uploaded, as RCS phones tell it (GSMA RCC.07, File Transfer via HTTP).
 *
 * @param url by HTTP or HTTPS
 * @param name for a person, empty when there is none
 */
public record FileLink(String url, String name) {
    public static final String TYPE = "application/vnd.gsma.rcs-ft-http+xml";

    private static final String NAMESPACE = "urn:gsma:params:xml:ns:rcs:rcs:fthttp";
    private static final int LONGEST = 2000;

    /** Whether a content type is that of the document. */
    public static boolean is(String contentType) {
        return contentType.split(";", 2)[0].trim().equalsIgnoreCase(TYPE);
    }

    /**
     * Reads the document. A preview that stands beside the file is left out: XMPP clients make their own.
     *
     * @throws CpimException when it names no file that can be fetched
     */
    public static FileLink parse(byte[] octets) throws CpimException {
        try {
            XmlElement root = XmlReader.SIP_BODY.read(octets);
            XmlElement file = root.all(NAMESPACE, "file-info").stream()
                    .filter(info -> info.attribute("type").equals("file"))
                    .findFirst()
                    .orElseThrow(() -> new CpimException("no file is described"));
            String url = file.child(NAMESPACE, "data")
                    .map(data -> data.attribute("url").trim())
                    .orElse("");
            if (!isHttp(url)) {
                throw new CpimException("no http URL of the file");
            }
            return new FileLink(url, file.childText(NAMESPACE, "file-name"));
        } catch (XmlException e) {
            throw new CpimException("the description of a file: " + e.getMessage());
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
}
