package org.tombolo.gateway.interaction.event;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which addresses a sink may have: only those of the public Internet, unless its host is allowed by the settings, so that a client cannot make us reach what only we can. */
final class PublicAddresses {
    /** RFC 6890 and its registry: what is not globally reachable. */
    private static final List<Prefix> SPECIAL = List.of(
            prefix("0.0.0.0", 8),
            prefix("10.0.0.0", 8),
            prefix("100.64.0.0", 10),
            prefix("127.0.0.0", 8),
            prefix("169.254.0.0", 16),
            prefix("172.16.0.0", 12),
            prefix("192.0.0.0", 24),
            prefix("192.0.2.0", 24),
            prefix("192.88.99.0", 24),
            prefix("192.168.0.0", 16),
            prefix("198.18.0.0", 15),
            prefix("198.51.100.0", 24),
            prefix("203.0.113.0", 24),
            prefix("224.0.0.0", 3),
            // 2000::/3 is all of IPv6 that is global (RFC 4291 2.4); these parts of it are not, or hide an IPv4
            // address.
            prefix("2001::", 23),
            prefix("2001:db8::", 32),
            prefix("2002::", 16),
            prefix("3fff::", 20));

    private static final Prefix GLOBAL_IPV6 = prefix("2000::", 3);

    private final Set<String> allowed;

    private record Prefix(byte[] address, int bits) {
        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** That a host has an address that is not public. */
    static final class NotPublicException extends IOException {
        private static final long serialVersionUID = 1;

        NotPublicException(String address) {
            super(address + " is not a public address");
        }
    }

    /**
     * The rule.
     *
     * @param allowed hosts that may have any address
     */
    PublicAddresses(List<String> allowed) {
        this.allowed = allowed.stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /**
     * The address to connect to. The connection must be made to it and not to the name again, which may mean another by
     * then.
     *
     * @throws UnknownHostException when the host has no address
     * @throws NotPublicException when it has one that is not public
     */
    InetAddress resolve(String host) throws UnknownHostException, NotPublicException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        if (!allowed.contains(host.toLowerCase(Locale.ROOT))) {
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    throw new NotPublicException(address.getHostAddress());
                }
            }
        }
        return addresses[0];
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean special = SPECIAL.stream().anyMatch(p -> p.holds(bytes));
        return !special && (address instanceof Inet4Address || GLOBAL_IPV6.holds(bytes));
    }

    private static Prefix prefix(String address, int bits) {
        try {
            return new Prefix(InetAddress.getByName(address).getAddress(), bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address, e);
        }
    }
}
