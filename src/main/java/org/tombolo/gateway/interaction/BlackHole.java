package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The answer that keeps a party waiting without media: every media accepted, inactive, with an address that leads nowhere
 * (RFC 3725 4.3 and 6).
 */
final class BlackHole {
    private static final Set<String> PLAIN = Set.of("RTP/AVP", "RTP/AVPF");
    private static final Set<String> SECURE = Set.of("RTP/SAVP", "RTP/SAVPF");
    private static final String DISCARD = "9";

    private final RandomGenerator random;

    BlackHole(RandomGenerator random) {
        this.random = random;
    }

    Description answer(Description offer) {
        List<List<String>> media = offer.media().stream().map(this::answer).toList();
        return SessionOrigin.withoutMedia().withMedia(media);
    }

    private List<String> answer(List<String> offered) {
        String[] line = offered.get(0).split(" ");
        List<String> key = SECURE.contains(line[2]) ? key(offered) : List.of();
        if (Description.refused(offered) || (!PLAIN.contains(line[2]) && key.isEmpty())) {
            return Description.refusal(offered);
        }
        line[1] = DISCARD;
        List<String> answer = new ArrayList<>(List.of(String.join(" ", line), "c=IN IP4 0.0.0.0"));
        offered.stream()
                .filter(l -> l.startsWith("a=rtpmap:") || l.startsWith("a=fmtp:"))
                .forEach(answer::add);
        answer.addAll(key);
        answer.add("a=inactive");
        return answer;
    }

    // RFC 4568 5.1.2: one of the offered suites, by its tag, with a key of our own; nothing is ever sent with it.
    private List<String> key(List<String> offered) {
        for (String line : offered) {
            if (line.startsWith("a=crypto:") && line.contains(" AES_CM_128_HMAC_SHA1_")) {
                byte[] key = new byte[30];
                random.nextBytes(key);
                String[] words = line.split(" ", -1);
                return List.of(words[0] + " " + words[1] + " inline:"
                        + Base64.getEncoder().encodeToString(key));
            }
        }
        return List.of();
    }
}
