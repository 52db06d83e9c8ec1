package org.tombolo.media.sdp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code c=} line of the Internet (RFC 8866 5.7).
 *
 * @param address what stands for the address, without a multicast TTL
 */
public record Connection(String address) {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    static Connection parse(String text) throws SdpException {
        String[] parts = text.trim().split(" +", -1);
        if (parts.length != 3 || !parts[0].equals("IN") || !parts[1].matches("IP[46]")) {
            throw new SdpException("c=" + text + " is no connection of the Internet");
        }
        int slash = parts[2].indexOf('/');
        return new Connection(slash < 0 ? parts[2] : parts[2].substring(0, slash));
    }

    /** The unicast address; none for a host name (which we do not look up while a call waits), a multicast or the unspecified address. */
    public Optional<InetAddress> unicast() {
        return literal().filter(ip -> !ip.isMulticastAddress() && !ip.isAnyLocalAddress());
    }

    /** 0.0.0.0, by which old phones put a call on hold (RFC 3264 8.4). */
    public boolean isUnspecified() {
        return literal().filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    private Optional<InetAddress> literal() {
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    String line() {
        return "c=IN " + (address.indexOf(':') >= 0 ? "IP6 " : "IP4 ") + address + "\r\n";
    }
}
