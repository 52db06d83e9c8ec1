package org.tombolo.gateway.convergence;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.SipAddress;

/**
 * Whose shares are recorded when they have not said themselves, and of which services.
 *
 * @param who SIP addresses, numbers and domains of those with whom something is shared; {@code *} is everybody
 * @param services what {@link VideoShare#id} says, {@code video} for a video call of no such service; {@code *} is each
 */
public record KeepRule(List<String> who, List<String> services) {
    private static final String VIDEO_CALL = "video";

    boolean keeps(Address to, Optional<VideoShare> service) {
        return isOf(to)
                && (services.contains("*")
                        || services.contains(service.map(VideoShare::id).orElse(VIDEO_CALL)));
    }

    private boolean isOf(Address to) {
        return who.stream().anyMatch(one -> one.equals("*") || isOf(one.toLowerCase(Locale.ROOT), to));
    }

    private static boolean isOf(String one, Address to) {
        boolean domain = to instanceof SipAddress sip && sip.host().equals(one);
        return domain || to.text().toLowerCase(Locale.ROOT).equals(one);
    }
}
