package org.tombolo.identity;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What standalone mode associates at its first start: the demo users' SIP addresses and numbers with their portal users. */
public final class DefaultAssociations {
    private static final Map<String, String> NUMBERS = Map.of("alice", "+15550001", "bob", "+15550002");

    private DefaultAssociations() {}

    /** An IMS identity and the web identity that stands for it. */
    public record Pair(Address ims, Address web) {}

    /** The pairs, all for {@link Association.Service#VIDEO}, the SIP address of a user before the number. */
    public static List<Pair> of(String imsDomain) {
        return NUMBERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(user -> Stream.of(SipAddress.of(user.getKey(), imsDomain), new TelNumber(user.getValue()))
                        .map(ims -> new Pair(ims, new WebUser(user.getKey()))))
                .toList();
    }
}
