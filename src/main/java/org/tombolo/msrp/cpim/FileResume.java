package org.tombolo.msrp.cpim;

import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlWriter;

/**
 * How far an upload is that broke off (GSMA RCC.07, File Transfer via HTTP: the answer to {@code get_upload_info}).
 *
 * @param received octets that the server has, from the first one on; at least one
 * @param url where the rest is sent to by PUT
 */
public record FileResume(long received, String url) {
    public static final String TYPE = "application/xml";

    private static final String NO_NAMESPACE = "";

    public FileResume {
        if (received <= 0) {
            throw new IllegalArgumentException("nothing to go on from");
        }
    }

    /** The document. */
    public byte[] octets() {
        return XmlWriter.write(XmlElement.of(NO_NAMESPACE, "file-resume-info")
                .with(
                        XmlElement.of(NO_NAMESPACE, "file-range")
                                .with("start", "0")
                                .with("end", String.valueOf(received - 1)),
                        XmlElement.of(NO_NAMESPACE, "data").with("url", url)));
    }
}
