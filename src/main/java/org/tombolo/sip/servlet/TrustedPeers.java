package org.tombolo.sip.servlet;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose word on identities we believe (RFC 3325 4).
 *
 * @param addresses IP addresses of trusted peers
 * @param standalone whether only this machine can reach us, so that a From is as good as an assertion
 */
public record TrustedPeers(Set<String> addresses, boolean standalone) {
    private static final Pattern VIA =
            Pattern.compile("SIP/2\\.0/\\w+\\s+(\\[[^]]+]|[^:;\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RECEIVED = Pattern.compile(";\\s*received=([^;,\\s]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOOPBACK_6 = Pattern.compile("\\[?(::|(0+:){7})0*1]?");

    // Open Liberty's getInitialRemoteAddr believes a header that any sender can write. The container itself notes the
    // packet's source in the topmost Via when it differs from what stands there (RFC 3261 18.2.1): both must be
    // trusted.
    boolean trust(String remoteAddress, String via) {
        return trusts(remoteAddress) && trusts(sourceByVia(via));
    }

    boolean trusts(String address) {
        return addresses.contains(address) || (standalone && isLoopback(address));
    }

    /** Whether an address, with or without brackets, is this machine's own; a container may write {@code ::1} in full. */
    public static boolean isLoopback(String address) {
        return address.startsWith("127.") || LOOPBACK_6.matcher(address).matches();
    }

    private static String sourceByVia(String topmost) {
        Matcher via = VIA.matcher(topmost);
        if (!via.lookingAt()) {
            return "";
        }
        Matcher received = RECEIVED.matcher(topmost);
        return received.find() ? received.group(1) : via.group(1);
    }
}
