package org.tombolo.identity;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What standalone mode associates at its first start: the demo users' SIP addresses and numbers with their portal users. */
public final class DefaultAssociations {
    private static final Map<String, String> NUMBERS = Map.of("alice", "+15550001", "bob", "+15550002");

    private DefaultAssociations() {}

    /** An IMS identity and the web identity that stands for it. */
    public record Pair(Address ims, Address web) {}

    /** The pairs for {@link Association.Service#VIDEO}, the SIP address of a user before the number. */
    public static List<Pair> of(String imsDomain) {
        return pairs(imsDomain, WebUser::new);
    }

    /** The pairs for {@link Association.Service#MESSAGING}, with the users' XMPP addresses. */
    public static List<Pair> ofChat(String imsDomain, String chatDomain) {
        return pairs(imsDomain, name -> new Jid(name, chatDomain, ""));
    }

    private static List<Pair> pairs(String imsDomain, Function<String, Address> web) {
        return NUMBERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(user -> Stream.of(SipAddress.of(user.getKey(), imsDomain), new TelNumber(user.getValue()))
                        .map(ims -> new Pair(ims, web.apply(user.getKey()))))
                .toList();
    }
}
