package org.tombolo.msrp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What an endpoint is told by the settings.
 *
 * @param address where it listens for TCP
 * @param tlsAddress where it listens for TLS; only with a certificate
 * @param publicHost host in its URIs
 * @param threads how many threads read and write
 */
public record EndpointOptions(
        InetSocketAddress address,
        Optional<InetSocketAddress> tlsAddress,
        String publicHost,
        int threads,
        Limits limits,
        Timeouts timeouts) {

    /**
     * How much at most.
     *
     * @param sessions open at the same time
     * @param connections open at the same time
     * @param unproven connections that have not named a session yet; beyond that the oldest is closed
     * @param undelivered octets of all sessions that their consumers have not yet taken
     */
    public record Limits(int sessions, int connections, int unproven, long undelivered) {
        /** Room for {@code sessions}, each on a connection of its own. */
        public static Limits of(int sessions) {
            return new Limits(sessions, sessions + 2000, 1000, 64L << 20);
        }
    }

    /**
     * How long.
     *
     * @param transaction a response may take (RFC 4975 7.1.1: 30 s)
     * @param connect a connection may take, TLS included
     * @param proof a connection may stay without a session
     * @param binding the peer may take to connect once the session is agreed
     * @param incomplete an incoming message may pause
     * @param stall the peer may leave what we write unread
     * @param report a REPORT of failure is waited for when nobody asked for one of success
     */
    public record Timeouts(
            Duration transaction,
            Duration connect,
            Duration proof,
            Duration binding,
            Duration incomplete,
            Duration stall,
            Duration report) {
        /** Those of a server. */
        public static Timeouts ordinary() {
            return new Timeouts(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(60));
        }
    }
}
