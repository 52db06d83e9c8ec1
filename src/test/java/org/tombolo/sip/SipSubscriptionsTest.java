package org.tombolo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SipSubscriptionsTest {
    @Test
    void rfc6665_4_1_2_2_theseStatusesAndNoOthersEndASubscription() {
        assertThat(IntStream.range(300, 700)
                        .filter(SipSubscriptions::ends)
                        .boxed()
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604));
    }
}
