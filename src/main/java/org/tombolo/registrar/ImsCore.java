package org.tombolo.registrar;

import java.util.Optional;
import org.tombolo.sip.Destinations;

/**
 * The way to every user behind an IMS core: its S-CSCF or I-CSCF, which knows where they are.
 *
 * @param proxy SIP URI of the S-CSCF or I-CSCF
 */
public record ImsCore(String proxy) implements Destinations {
    @Override
    public Optional<Destination> find(String uri) {
        return Optional.of(new Destination(uri, Optional.of(proxy)));
    }
}
