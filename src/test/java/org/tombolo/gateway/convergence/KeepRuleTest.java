package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.identity.Address;

/** Whose shares are recorded, and of which services. */
class KeepRuleTest {
    private static final Address ALICE =
            Address.parse("sip:alice@ims.localhost").orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "ims.localhost, true",
        "IMS.localhost, true",
        "sip:alice@ims.localhost, true",
        "sip:bob@ims.localhost, false",
        "localhost, false",
        "tel:+15550001, false"
    })
    void theRuleNamesSubscribersDomainsAndAll(String who, boolean keeps) {
        assertThat(new KeepRule(List.of(who), List.of("*")).keeps(ALICE, Optional.empty()))
                .isEqualTo(keeps);
    }

    @ParameterizedTest
    @CsvSource({
        "*, true, true, true",
        "cs-voice, true, false, false",
        "gsma-vs, false, true, false",
        "video, false, false, true",
        "cs-voice gsma-vs, true, true, false",
        "'', false, false, false"
    })
    void theRuleNamesServices(String services, boolean besideACall, boolean outsideACall, boolean videoCall) {
        KeepRule rule = new KeepRule(List.of("*"), List.of(services.split(" ")));
        assertThat(rule.keeps(ALICE, Optional.of(VideoShare.BESIDE_A_CALL))).isEqualTo(besideACall);
        assertThat(rule.keeps(ALICE, Optional.of(VideoShare.OUTSIDE_A_CALL))).isEqualTo(outsideACall);
        assertThat(rule.keeps(ALICE, Optional.empty())).isEqualTo(videoCall);
    }
}
