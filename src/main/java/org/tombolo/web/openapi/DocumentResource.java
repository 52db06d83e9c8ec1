package org.tombolo.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tombolo.web.Open;

/** {@code /openapi}: what {@code /api/v1} and {@code /api/admin/v1} take and answer. */
@Path("openapi")
public final class DocumentResource {
    private static final String FILE = "/openapi/tombolo.yaml";

    private final byte[] document = read();

    private static byte[] read() {
        try (InputStream in = DocumentResource.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the WAR lacks " + FILE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document; RFC 9512 registers the type. */
    @GET
    @Produces("application/yaml")
    @Open
    public byte[] document() {
        return document.clone();
    }
}
