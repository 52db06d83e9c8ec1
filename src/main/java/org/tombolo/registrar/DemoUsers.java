package org.tombolo.registrar;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/** The users that standalone mode knows, with their telephone numbers. */
public final class DemoUsers {
    private DemoUsers() {}

    /** @param domain the IMS domain */
    public static Map<TelNumber, SipAddress> numbers(String domain) {
        Map<TelNumber, SipAddress> numbers = new LinkedHashMap<>();
        numbers.put(new TelNumber("+15550001"), SipAddress.of("alice", domain));
        numbers.put(new TelNumber("+15550002"), SipAddress.of("bob", domain));
        numbers.put(new TelNumber("+15550003"), SipAddress.of("demo", domain));
        return numbers;
    }
}
