package org.tombolo.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4867 4.3.1 and 8.1. */
class AmrModesTest {
    private static AmrModes of(String encoding, String parameters) {
        return AmrModes.of(new RtpFormat(97, encoding, encoding.equals("AMR") ? 8000 : 16_000, 1, parameters));
    }

    @ParameterizedTest
    @CsvSource({
        "AMR, '', 12200",
        "AMR, 'mode-set=0,2,4', 7400",
        "AMR, 'mode-set=7', 12200",
        "AMR, 'mode-set=8,x', 12200",
        "AMR-WB, '', 12650",
        "AMR-WB, 'mode-set=0,1', 8850",
        "AMR-WB, 'mode-set=0,1,8', 8850",
        "AMR-WB, 'mode-set=8', 23850"
    })
    void theBestOfTheSetIsUsedUnasked(String encoding, String parameters, int rate) {
        AmrModes modes = of(encoding, parameters);
        assertThat(modes.rate(modes.best())).isEqualTo(rate);
    }

    @Test
    void aRequestWithinTheSetIsFollowedAndFifteenTakesItBack() {
        AmrModes modes = of("AMR", "mode-set=0,2,4,7");
        assertThat(modes.asked(2)).contains(2);
        assertThat(modes.asked(15)).contains(7);
        for (int none : new int[] {1, 3, 8, 9, 14}) {
            assertThat(modes.asked(none)).as("request %d", none).isEmpty();
        }
        assertThat(of("AMR-WB", "").asked(8)).contains(8);
        assertThat(of("AMR", "").asked(8)).as("comfort noise is no mode").isEmpty();
    }

    @Test
    void theModeChangesByNeighboursWhereTheReceiverWantsThat() {
        AmrModes any = of("AMR", "mode-set=0,2,4,7");
        AmrModes neighbours = of("AMR", "mode-set=7,4,2,0; mode-change-neighbor=1");
        assertThat(any.towards(0, 7)).isZero();
        assertThat(neighbours.towards(0, 7)).isEqualTo(4);
        assertThat(neighbours.towards(7, 0)).isEqualTo(2);
        assertThat(neighbours.towards(2, 2)).isEqualTo(2);
    }
}
