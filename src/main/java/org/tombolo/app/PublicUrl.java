package org.tombolo.app;

import org.tombolo.config.Settings;

/**
 * The start of every link: as it was set, else made of our host, our port and the path under which the container has us.
 *
 * @param text a URL without a trailing slash
 */
record PublicUrl(String text) {

    /** @param contextPath empty, or a path that starts with a slash */
    static PublicUrl of(Settings.Network network, String contextPath) {
        return new PublicUrl(network.publicUrl().orElseGet(() -> ours(network) + contextPath));
    }

    private static String ours(Settings.Network network) {
        return network.httpPort() == 0
                ? start("https", network.publicHost(), network.httpsPort())
                : start("http", network.publicHost(), network.httpPort());
    }

    private static String start(String scheme, String host, int port) {
        // RFC 3986 3.2.2: an IPv6 address stands in brackets.
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
