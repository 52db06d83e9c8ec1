package org.tombolo.xmpp;

import java.util.Optional;

/**
 * What an XMPP user says of herself (XEP-0054).
 *
 * @param name to show, empty when she says none
 * @param picture how she looks
 */
public record ContactCard(String name, Optional<Picture> picture) {
    /**
     * A picture.
     *
     * @param type media type as she says, may be empty
     */
    public record Picture(String type, byte[] content) {}
}
