package org.tombolo.gateway.interconnection.presence;

import java.net.URI;
import java.util.Optional;

/**
 * What an XMPP user is called and looks like, as IMS is told it.
 *
 * @param name to show, empty when it is not known
 * @param icon where her picture is, for phones
 */
public record Face(String name, Optional<URI> icon) {
    static final Face NONE = new Face("", Optional.empty());
}
