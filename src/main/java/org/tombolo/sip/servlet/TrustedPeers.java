package org.tombolo.sip.servlet;

import java.util.Set;

/**
 * Whose word on identities we believe (RFC 3325 4).
 *
 * @param addresses IP addresses of trusted peers
 * @param standalone whether only this machine can reach us, so that a From is as good as an assertion
 */
public record TrustedPeers(Set<String> addresses, boolean standalone) {
    boolean trusts(String address) {
        return addresses.contains(address) || (standalone && address.startsWith("127."));
    }
}
