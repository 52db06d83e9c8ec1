package org.tombolo.xmpp;

import java.net.URI;
import java.util.Optional;

/**
 * What an IMS user is called and looks like, as XMPP asks for it (XEP-0054).
 *
 * @param name to show, empty when it is not known
 * @param photo where her picture is
 */
public record UserCard(String name, Optional<URI> photo) {}
