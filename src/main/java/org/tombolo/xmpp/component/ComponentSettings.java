package org.tombolo.xmpp.component;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.tombolo.identity.Jid;

/**
 * Where the stream goes and what bounds it.
 *
 * @param host the XMPP server
 * @param port its component port
 * @param domain our component's domain
 * @param secret shared secret
 * @param serverDomain domain that our pings are addressed to
 * @param tls none where the stream is not encrypted
 * @param limits sizes and times
 */
public record ComponentSettings(
        String host, int port, String domain, String secret, String serverDomain, Optional<Tls> tls, Limits limits) {

    public ComponentSettings {
        domain = new Jid("", domain, "").domain();
    }

    /** Usual limits. */
    public ComponentSettings(
            String host, int port, String domain, String secret, String serverDomain, Optional<Tls> tls) {
        this(host, port, domain, secret, serverDomain, tls, Limits.USUAL);
    }

    /**
     * TLS from the first octet on: XEP-0114 knows no STARTTLS.
     *
     * @param context whose certificates we take
     * @param name what the server's certificate must be for (RFC 6125 6.4)
     */
    public record Tls(SSLContext context, String name) {}

    /**
     * Sizes and times.
     *
     * @param stanzaIn characters of the longest stanza that we take; a longer one ends the stream (RFC 6120 4.9.3.14)
     * @param stanzaOut characters of the longest stanza that we send
     * @param queue how many stanzas may wait to be written
     * @param connect how long connecting and the handshake may take
     * @param pingTimeout how long a ping may go unanswered before the connection counts as dead
     * @param keepAlive how long the stream may be silent before we ping
     * @param retryFirst the first wait before a new attempt; doubled each time
     * @param retryMost the longest wait
     */
    public record Limits(
            int stanzaIn,
            int stanzaOut,
            int queue,
            Duration connect,
            Duration pingTimeout,
            Duration keepAlive,
            Duration retryFirst,
            Duration retryMost) {

        /** More than any server lets through from its own clients by default, and what their component ports take from us. */
        public static final Limits USUAL = new Limits(
                1 << 20,
                1 << 18,
                20_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                Duration.ofSeconds(15));
    }

    @Override
    public String toString() {
        return domain + " at " + host + ":" + port + (tls.isPresent() ? " by TLS" : "");
    }
}
